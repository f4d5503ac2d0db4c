/**
 * The relay: takes committed entries from the outbox to the transport.
 *
 * Owns: `relay_nodes`, `relay_leases`; empties `outbox`, fills `outbox_dead`. Guarantees: every committed entry is published
 * at least once, those of one stream in the order of their numbers; one node at a time publishes a shard, under a lease
 * by the database's clock whose fencing number is in the record and never falls. Limits: 64 shards, so at most 64 relays
 * work; a node that dies is replaced within 13 s, one that stops in order at once. Order: per stream only.
 * Failure: while the transport is down rows wait; one that it refuses five times goes to `outbox_dead`, a tombstone with its
 * number is published in its place, and until then it holds back its own stream and no other.
 */
export * from './event-publisher.js';
export * from './outbox-reader.js';
export * from './outbox-row.js';
export * from './outbox-writer.js';
export * from './relay.js';
export * from './relay.module.js';
export * from './relay-loop.js';
export * from './shard-leases.js';
export * from './dead-rows.js';
