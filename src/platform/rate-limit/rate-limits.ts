import { Inject, Injectable, Optional } from '@nestjs/common';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { Config } from '../config/index.js';
import { REDIS, type RedisConnections } from '../redis/index.js';
import { RULES, type RateLimitRule, type Rule } from './rules.js';

export interface RateLimitState {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Until the window starts anew. */
  resetMs: number;
}

interface Limiter extends Rule {
  store: RateLimiterAbstract;
}

/** Counts by rule and key: together over all nodes where Redis is configured and the rule does not say otherwise, else in this process. */
@Injectable()
export class RateLimits {
  private readonly limiters: Record<RateLimitRule, Limiter>;

  constructor(config: Config, @Optional() @Inject(REDIS) redis: RedisConnections | null = null) {
    const store = redis ? shared(redis, config.get('REDIS_PREFIX')) : local;
    const limiter = (name: RateLimitRule): Limiter => {
      const rule: Rule = RULES[name](config);
      return { ...rule, store: (rule.perNode ? local : store)(name, rule) };
    };
    const names = Object.keys(RULES) as RateLimitRule[];
    this.limiters = Object.fromEntries(names.map((n) => [n, limiter(n)])) as Record<RateLimitRule, Limiter>;
  }

  /** Takes one point. Never throws: a limiter that fails must not stop the work it guards. */
  async consume(rule: RateLimitRule, key: string): Promise<RateLimitState> {
    const { store, points } = this.limiters[rule];
    const result = await store.consume(key).then(
      (r) => ({ allowed: true, r }),
      (r: unknown) => ({ allowed: !(r instanceof RateLimiterRes), r: r instanceof RateLimiterRes ? r : undefined }),
    );
    const { remainingPoints = 0, msBeforeNext = 0 } = result.r ?? {};
    return { allowed: result.allowed, limit: points, remaining: remainingPoints, resetMs: msBeforeNext };
  }

  /** Gives one point back: what was done turned out not to be what the rule counts. */
  async giveBack(rule: RateLimitRule, key: string): Promise<void> {
    await this.limiters[rule].store.reward(key).catch(() => undefined);
  }

  rule(name: RateLimitRule): Rule {
    return this.limiters[name];
  }
}

function local(name: string, { points, seconds }: Rule): RateLimiterAbstract {
  return new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
}

/** Counted in Redis over all nodes; while Redis is away each node counts for itself. */
function shared(redis: RedisConnections, prefix: string) {
  return (name: string, rule: Rule): RateLimiterAbstract =>
    new RateLimiterRedis({
      storeClient: redis.command,
      keyPrefix: `${prefix}:limit:${name}`,
      points: rule.points,
      duration: rule.seconds,
      rejectIfRedisNotReady: true,
      // What is over its limit already need not ask Redis again.
      inMemoryBlockOnConsumed: rule.points + 1,
      insuranceLimiter: local(name, rule),
    });
}
