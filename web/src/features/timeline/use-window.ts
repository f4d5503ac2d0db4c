import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Timeline, TimelineSnapshot } from '../../../../sdk/index.js';
import { endsHere } from './rows.js';
import { ScrollAnchor } from './scroll-anchor.js';
import type { Target } from './target.js';
import { useLoadAhead } from './use-load-ahead.js';
import type { Revealed } from './use-reveal.js';

/** Rows in the page: beyond `MOST` the farther end is given back until `KEEP` are left. */
const MOST = 240;
const KEEP = 200;
/** More is loaded when less than this many heights of the screen are left. */
const AHEAD = 1.5;

interface Shown extends Revealed {
  snapshot: TimelineSnapshot;
  target: { at: Target } | null;
}

interface Window {
  scroller: RefObject<HTMLDivElement | null>;
  list: RefObject<HTMLOListElement | null>;
  onScroll: () => void;
  /** Whether the end of what is here is on the screen. */
  atBottom: boolean;
  /** Whether the target has been reached; nothing should be seen before the first one is. */
  placed: boolean;
}

/** The window on a timeline: places it, keeps what is read in its place, loads ahead in both directions, forgets behind. */
export function useWindow(
  timeline: Timeline,
  { snapshot, rows, whole, complete, target }: Shown,
  report: (error: unknown) => void,
): Window {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const anchor = useRef<ScrollAnchor>(null);
  const reached = useRef<object>(null);
  const { load, hurry, tries } = useLoadAhead(timeline, report);
  const [atBottom, setAtBottom] = useState(true);
  // What is here already is placed before the first paint.
  const [placed, setPlaced] = useState(target !== null && isHere(snapshot, target.at));

  const tend = useCallback(() => {
    const { current } = anchor;
    if (!current || !scroller.current || !reached.current) return;
    forget(timeline, current);
    // What is here already comes first.
    if (!whole) return;
    setAtBottom(current.atEnd);
    load(current, scroller.current.clientHeight * AHEAD);
  }, [timeline, load, whole]);

  useLayoutEffect(() => {
    if (!scroller.current || !list.current) return;
    anchor.current ??= new ScrollAnchor(scroller.current, list.current);
    anchor.current.complete = complete;
    if (target && reached.current !== target && place(anchor.current, list.current, snapshot, target.at)) {
      reached.current = target;
      setPlaced(true);
    } else anchor.current.restore();
    tend();
  }, [target, snapshot, rows, complete, tend, tries]);

  // What is measured anew without a render: text that wraps, a column that is dragged, a keyboard that slides in.
  useEffect(() => {
    const observer = new ResizeObserver(() => anchor.current?.restore());
    if (scroller.current) observer.observe(scroller.current);
    if (list.current) observer.observe(list.current);
    return () => observer.disconnect();
  }, []);

  const onScroll = useCallback(() => {
    hurry();
    anchor.current?.remember();
    tend();
  }, [tend, hurry]);
  return { scroller, list, onScroll, atBottom, placed };
}

function isHere(snapshot: TimelineSnapshot, target: Target): boolean {
  return snapshot.ready && (target !== 'end' || endsHere(snapshot));
}

/** Answers whether the target is here. */
function place(anchor: ScrollAnchor, list: HTMLElement, snapshot: TimelineSnapshot, target: Target): boolean {
  if (!isHere(snapshot, target)) return false;
  if (target === 'end') {
    anchor.toEnd();
    return true;
  }
  const line = [...list.children].find((row) => Number((row as HTMLElement).dataset['seq'] ?? 0) >= target.seq);
  if (line) anchor.show(line, target.part);
  else anchor.toEnd();
  return true;
}

/** Gives back the farther end, also of what is here and not in the page yet: it may come faster than it can be shown. */
function forget(timeline: Timeline, anchor: ScrollAnchor): void {
  if (timeline.get().items.length > MOST) timeline.trim(KEEP, anchor.above > anchor.beyond() ? 'oldest' : 'newest');
}
