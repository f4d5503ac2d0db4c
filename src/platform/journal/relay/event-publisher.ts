import type { EventEnvelope } from '../../../shared/event-envelope.js';

/** One record on its way out. */
export interface OutgoingRecord {
  /** Decides the topic: the module that the fact belongs to. */
  module: string;
  /** `<module>.<fact>.v<n>`, or TOMBSTONE. */
  type: string;
  /** The stream id: records of one key keep their order. */
  key: string;
  seq: number;
  /** What it says; made when asked for, because most records are of no interest to the consumers of this process. */
  envelope: () => EventEnvelope;
  /** The same as JSON text. */
  json: () => string;
  shard: number;
  /** Number of the lease it is published under; per shard it never falls. */
  fencing: number;
}

/**
 * Where the relay publishes to. `publish` answers when every record is safe (acknowledged by all replicas in sync, or its
 * effects committed), except those it names: `refused` can never be taken as they are, `heldBack` were not tried because an
 * earlier record of their key was refused. It throws when nothing can be said; the whole batch is then published again.
 * `mayLeave` is asked right before anything leaves this process: a node that was stopped on the way there (it was frozen, its
 * machine was moved) must not come late with what another one publishes by now.
 */
export abstract class EventPublisher {
  abstract publish(records: readonly OutgoingRecord[], mayLeave?: () => boolean): Promise<PublishOutcome>;
}

export interface PublishOutcome {
  refused: ReadonlyMap<OutgoingRecord, Error>;
  heldBack: ReadonlySet<OutgoingRecord>;
}

export const ALL_PUBLISHED: PublishOutcome = { refused: new Map(), heldBack: new Set() };
