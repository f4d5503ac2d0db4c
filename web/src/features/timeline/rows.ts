import type { TimelineItem, TimelineSnapshot } from '../../../../sdk/index.js';

/** Messages of one author this close together stand under one name. */
const CLOSE_MS = 5 * 60_000;

/** A line of the timeline with what depends on its neighbours. */
export interface Row {
  item: TimelineItem;
  /** The first of its day here. */
  newDay: boolean;
  /** Goes on under the name of the one before. */
  continued: boolean;
  /** The first that was unread when the conversation was opened. */
  firstUnread: boolean;
}

export const sentAt = (item: TimelineItem): string =>
  item.kind === 'message' ? item.message.sentAt : item.kind === 'local' ? item.local.createdAt : item.event.at;

/** Whether what one writes now appears below the last line here: then that is an end to be at, whatever is missing above it. */
export const endsHere = ({ items, atEnd, fromDevice }: TimelineSnapshot): boolean =>
  atEnd || fromDevice || items.at(-1)?.kind === 'local';

/** `readSeq` is how far one had read when the conversation was opened; null when nothing was unread. */
export function rowsOf(items: readonly TimelineItem[], readSeq: number | null): Row[] {
  const first = readSeq === null ? undefined : items.find((item) => isUnread(item, readSeq));
  return items.map((item, at) => {
    const before = items[at - 1];
    const newDay = !before || momentOf(before).day !== momentOf(item).day;
    const firstUnread = item === first;
    return { item, newDay, firstUnread, continued: !newDay && !firstUnread && continues(before, item) };
  });
}

const isUnread = (item: TimelineItem, readSeq: number): boolean =>
  item.kind === 'message' && !item.mine && item.seq > readSeq;

/** When it was sent, and the local day that was; worked out once, as the rows are made anew with every message that comes. */
const moments = new WeakMap<TimelineItem, { ms: number; day: string }>();

function momentOf(item: TimelineItem): { ms: number; day: string } {
  const known = moments.get(item);
  if (known) return known;
  const date = new Date(sentAt(item));
  const moment = { ms: date.getTime(), day: date.toDateString() };
  moments.set(item, moment);
  return moment;
}

/** Null for what nobody wrote. */
const authorOf = (item: TimelineItem): string | null =>
  item.kind === 'message' ? (item.mine ? 'me' : item.message.authorId) : item.kind === 'local' ? 'me' : null;

const repliesTo = (item: TimelineItem): number | null | undefined =>
  item.kind === 'message' ? item.message.replyToSeq : item.kind === 'local' ? item.local.replyToSeq : null;

function continues(before: TimelineItem, item: TimelineItem): boolean {
  if (authorOf(item) === null || authorOf(before) !== authorOf(item) || repliesTo(item)) return false;
  return momentOf(item).ms - momentOf(before).ms < CLOSE_MS;
}
