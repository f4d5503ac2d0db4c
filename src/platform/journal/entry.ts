import type { EntryType } from '../../contract/index.js';

export type StreamKind = 'conversation' | 'user' | 'account';

/** What a caller wants to append. */
export interface NewEntry {
  kind: StreamKind;
  streamId: string;
  type: EntryType;
  actorId: string;
  /** JSON-serialisable facts: ids and values. */
  payload: object;
  /** The `acl_version` the caller decided on; null where membership does not matter. */
  aclVersion: number | null;
}

/** What stands in the log after a commit. */
export interface CommittedEntry {
  kind: StreamKind;
  streamId: string;
  seq: number;
  eventId: string;
  aclVersion: number;
  type: EntryType;
  actorId: string;
  /** RFC 3339, UTC, milliseconds; by the database's clock. */
  at: string;
  /** Serialised once, spliced as it is into socket frames and records. */
  payloadJson: string;
}

/** The answer to one item of a group commit; one item's refusal never touches its neighbours. */
export type AppendResult<Known> =
  | { status: 'appended'; entry: CommittedEntry }
  /** The companion knows this item already: its first answer. Nothing was written. */
  | { status: 'known'; known: Known }
  /** Membership changed since the caller looked: refresh, decide again. Nothing was written. */
  | { status: 'stale'; aclVersion: number }
  | { status: 'no-stream' };
