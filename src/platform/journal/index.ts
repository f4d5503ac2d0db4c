/**
 * The journal: streams of numbered entries, and nothing else; it knows no chat.
 *
 * Owns: `streams`, `entries`, `outbox`, `outbox_dead`, the epoch. Guarantees: an append is one commit of entry, outbox row
 * and the companion's rows; numbers are 1, 2, 3 … per stream without gap or reuse; an append decided on a changed
 * `acl_version` is refused as stale; listeners hear of an entry only after its commit. Limits: 200 items a statement;
 * entries are kept LOG_RETENTION_DAYS. Failure: a refusal stored nothing; a lost answer is reported as unknown.
 */
export { AppendLane } from './append-lane.js';
export type { Companion } from './append-statement.js';
export * from './entry.js';
export * from './epoch.js';
export * from './errors.js';
export * from './journal.js';
export type { LaneItem } from './queued-item.js';
export * from './journal.module.js';
export * from './journal-reader.js';
export * from './shard.js';
