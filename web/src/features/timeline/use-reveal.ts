import { useEffect, useState } from 'react';
import type { Row } from './rows.js';
import type { Target } from './target.js';

/** Lines rendered at once when a timeline is opened: a screen full of them. */
const FIRST = 30;
/** Lines added on each side with each frame after that. */
const STEP = 12;

/** A stretch of the rows: indexes, the end not included. */
interface Span {
  from: number;
  to: number;
}

/** The same by the keys of its ends, which stay when rows come and go around them. */
export interface Range {
  first: string;
  /** Null where the stretch goes to the end, whatever is added there. */
  last: string | null;
  /** What it was chosen for. */
  target: { at: Target } | null;
}

export interface Revealed {
  rows: Row[];
  /** Whether these are all. */
  whole: boolean;
  /** Whether the last of them is the last there is. */
  complete: boolean;
}

/**
 * The rows that are in the page by now: first those around the target, then a few more with each
 * frame, so that neither opening a conversation nor loading a page of it holds up a frame. What is written at the end (`live`:
 * the end is here) is there at once.
 */
export function useReveal(all: Row[], target: { at: Target } | null, live: boolean): Revealed {
  const [range, setRange] = useState<Range | null>(null);
  const { from, to } = spanOf(all, range, target, live);
  const first = all[from]?.item.key;
  const last = live ? null : all[to - 1]?.item.key;
  useEffect(() => {
    if (first === undefined || last === undefined) return;
    return afterPaint(() => setRange({ first, last, target }));
  }, [first, last, target]);
  const whole = from === 0 && to === all.length;
  return { rows: whole ? all : all.slice(from, to), whole, complete: live && to === all.length };
}

/** Once the next frame is painted: what is there already is seen before more is made. */
function afterPaint(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const frame = requestAnimationFrame(() => (timer = setTimeout(act)));
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

export function spanOf(all: Row[], range: Range | null, target: { at: Target } | null, live: boolean): Span {
  const grown = range && grow(all, range, live);
  if (grown && range.target === target) return grown;
  const wanted = indexOf(all, target);
  if (grown && grown.from <= wanted && wanted < grown.to) return grown;
  const to = Math.min(all.length, Math.max(wanted + FIRST / 2, FIRST));
  return { from: Math.max(0, to - FIRST), to };
}

/** Null where nothing of it is left: this is another place. */
function grow(all: Row[], { first, last }: Range, live: boolean): Span | null {
  const from = all.findIndex(({ item }) => item.key === first);
  const to = last === null ? all.length : all.findLastIndex(({ item }) => item.key === last) + 1;
  if (from < 0 && (last === null ? !live : to === 0)) return null;
  // The end that was given back is where the rows end now.
  return { from: Math.max(0, from - STEP), to: live || to === 0 ? all.length : Math.min(all.length, to + STEP) };
}

function indexOf(all: Row[], target: { at: Target } | null): number {
  const at = target?.at ?? 'end';
  const index = at === 'end' ? -1 : all.findIndex(({ item }) => item.kind !== 'local' && item.seq >= at.seq);
  return index < 0 ? all.length - 1 : index;
}
