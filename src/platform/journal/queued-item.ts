import type { NewEntry } from './entry.js';

export type Scalar = string | number | boolean | null | undefined;

export interface LaneItem extends NewEntry {
  /** Values of the companion's columns. */
  columns?: readonly Scalar[];
  /** Items with the same key must not share a statement: the second has to see the first. */
  dedupeKey?: string;
}

/** An item with what is settled when it is queued: its id and its payload, serialised once. */
export interface QueuedItem {
  item: LaneItem;
  eventId: string;
  payloadJson: string;
}
