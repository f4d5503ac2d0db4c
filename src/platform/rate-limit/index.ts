/**
 * How often somebody may do something.
 *
 * Owns: the table of rules (`rules.ts`), the counters. Guarantees: a limit holds per node alone, and over all nodes together
 * where Redis is configured (`perNode` rules aside); a refused attempt stored nothing. Limits: fixed windows, so that up to twice the points can
 * fall around the border of two windows; counters restart with the process (or with Redis).
 * Failure: with Redis down each node counts for itself until it is back.
 */
export * from './address-key.js';
export * from './errors.js';
export * from './http-rate-limits.js';
export * from './rate-limit.module.js';
export * from './rate-limits.js';
export type { RateLimitRule } from './rules.js';
