import { Injectable, SetMetadata } from '@nestjs/common';
import { RateLimited } from './errors.js';
import { RateLimits } from './rate-limits.js';
import type { RateLimitRule } from './rules.js';

export const ROUTE_LIMIT = 'parley:rate-limit';

/** A further limit of a route, per address; `none`: this route is not limited at all (probes of a load balancer). */
export const RateLimit = (rule: RateLimitRule | 'none'): MethodDecorator & ClassDecorator =>
  SetMetadata(ROUTE_LIMIT, rule);

export interface HeaderTarget {
  header(name: string, value: string): unknown;
  getHeader(name: string): unknown;
}

/** The HTTP form: `RateLimit` and `RateLimit-Policy` on every answer, 429 with `Retry-After` beyond the limit. */
@Injectable()
export class HttpRateLimits {
  constructor(private readonly limits: RateLimits) {}

  /** @throws RateLimited */
  async consume(reply: HeaderTarget, rule: RateLimitRule, key: string): Promise<void> {
    const state = await this.limits.consume(rule, key);
    append(reply, 'RateLimit-Policy', `"${rule}";q=${state.limit};w=${this.limits.rule(rule).seconds}`);
    append(reply, 'RateLimit', `"${rule}";r=${state.remaining};t=${Math.ceil(state.resetMs / 1_000)}`);
    if (!state.allowed) throw new RateLimited(state.resetMs);
  }
}

function append(reply: HeaderTarget, name: string, item: string): void {
  const before = reply.getHeader(name);
  reply.header(name, typeof before === 'string' ? `${before}, ${item}` : item);
}
