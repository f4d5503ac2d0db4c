import type { TimelineItem } from '../../../../sdk/index.js';

/** Messages of one author this close together stand under one name. */
const CLOSE_MS = 5 * 60_000;

export const sentAt = (item: TimelineItem): string =>
  item.kind === 'message' ? item.message.sentAt : item.kind === 'local' ? item.local.createdAt : item.event.at;

/** Null for what nobody wrote. */
const authorOf = (item: TimelineItem): string | null =>
  item.kind === 'message' ? (item.mine ? 'me' : item.message.authorId) : item.kind === 'local' ? 'me' : null;

/** Whether an item goes on under the name of the one before it. */
export function continues(before: TimelineItem | undefined, item: TimelineItem): boolean {
  if (!before || authorOf(item) === null || authorOf(before) !== authorOf(item)) return false;
  return Date.parse(sentAt(item)) - Date.parse(sentAt(before)) < CLOSE_MS;
}
