/**
 * The transport of committed entries to consumers, in two forms behind one interface: Kafka, and within the process.
 *
 * Owns: topics, consumer groups, `consumer_positions`, `dead_letters`. Guarantees: every entry reaches every consumer at least
 * once and its effect is committed exactly once, together with the position; one stream's entries in the order of their
 * numbers, holes filled from the log. Limits: effects of one consumer run side by side only for different partitions; all
 * reactions of a process use at most half of DATABASE_POOL. Order: per stream only.
 * Failure: while the database is away a consumer waits; a reaction that fails five times becomes a dead letter, kept in the
 * table (list and replay commands) and announced on the dead-letter topic, and the stream goes on without it.
 */
export { connectReactions } from './connect-reactions.js';
export * from './dead-letter-commands.js';
export { EventTransport, type TransportHealth } from './event-transport.js';
export { Reaction, type ReactionHandler, type ReactionOptions } from './reaction.js';
export { ReactionServer } from './reaction-server.js';
export { TransportModule } from './transport.module.js';
