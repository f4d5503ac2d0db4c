/**
 * Redis, optional: the connections of this process and whether they work.
 *
 * Owns: one connection for commands, one for subscriptions; their state. Does not own: any key or channel.
 * Guarantees: no error of Redis ends the process; a command is answered or refused within 500 ms; a Redis that hangs is
 * noticed within 1.5 s. Limits: nothing queues while it is away. Failure: `up` is false, listeners are told, callers go on
 * with what they have (each documents its degraded mode). Inject with `@Inject(REDIS)`; null without REDIS_URL.
 */
export * from './redis-connections.js';
export * from './redis.module.js';
