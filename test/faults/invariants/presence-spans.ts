import { type History, listIn } from '../model/history.js';

export interface Span {
  /** When it began to open: from here on it may be seen. */
  since: number;
  /** When it was up: from here on it has to be. */
  from: number;
  to: number;
}

/** When a device's link was up, as the device itself sees it; Infinity: to the end. */
export function linkSpans(history: History): Map<string, Span[]> {
  const spans = new Map<string, Span[]>();
  for (const [device, sightings] of history.devices) {
    const own = listIn(spans, device);
    for (const { op, t } of sightings) {
      const last = own.at(-1);
      const open = last?.to === Infinity;
      if (op === 'opening' && !open) own.push({ since: t, from: Infinity, to: Infinity });
      if (op === 'up' && open) last.from = Math.min(last.from, t);
      if (op === 'up' && !open) own.push({ since: t, from: t, to: Infinity });
      if ((op === 'down' || op === 'end') && open) last.to = t;
    }
  }
  return spans;
}

/** The spans of all devices of one user. */
export function userSpans(history: History, links: Map<string, Span[]>): Map<string, Span[]> {
  const users = new Map<string, Span[]>();
  for (const [device, spans] of links) listIn(users, history.userOf(device)).push(...spans);
  return users;
}

export const touches = (spans: readonly Span[], from: number, to: number): boolean =>
  spans.some((span) => span.since <= to && span.to >= from);

export const covers = (spans: readonly Span[], from: number, to: number): boolean =>
  spans.some((span) => span.from <= from && span.to >= to);
