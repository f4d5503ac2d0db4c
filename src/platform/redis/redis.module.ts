import { Global, Module, type OnApplicationShutdown, Inject } from '@nestjs/common';
import { Config } from '../config/index.js';
import { RedisConnections } from './redis-connections.js';

/** Null without REDIS_URL: every user of Redis has an in-process form. */
export const REDIS = Symbol('REDIS');

async function open(config: Config): Promise<RedisConnections | null> {
  const url = config.get('REDIS_URL');
  if (!url) return null;
  const redis = new RedisConnections(url);
  // Starting without Redis is a degraded mode like any other, so this waits but does not insist.
  await redis.ready();
  return redis;
}

@Global()
@Module({ providers: [{ provide: REDIS, inject: [Config], useFactory: open }], exports: [REDIS] })
export class RedisModule implements OnApplicationShutdown {
  constructor(@Inject(REDIS) private readonly redis: RedisConnections | null) {}

  onApplicationShutdown(): void {
    this.redis?.close();
  }
}
