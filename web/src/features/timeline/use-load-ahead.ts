import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { Timeline } from '../../../../sdk/index.js';
import type { ScrollAnchor } from './scroll-anchor.js';

/** After a page that could not be had; twice as long after each further one. */
const RETRY_MS = 2_000;
const RETRY_MOST_MS = 30_000;

interface LoadAhead {
  /** Asks for more where less than `far` pixels are left. */
  load: (anchor: ScrollAnchor, far: number) => void;
  /** Ends the pause after a failure. */
  hurry: () => void;
  /** Changes when a pause is over and `load` has to be called again. */
  tries: number;
}

/** Loads what will soon be scrolled to. A page that is refused is reported once and asked for again, less and less often. */
export function useLoadAhead(timeline: Timeline, report: (error: unknown) => void): LoadAhead {
  const failures = useRef(0);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [tries, again] = useReducer((count: number) => count + 1, 0);
  const hurry = useCallback(() => {
    clearTimeout(pause.current);
    pause.current = undefined;
  }, []);
  const load = useCallback(
    (anchor: ScrollAnchor, far: number) => {
      if (pause.current) return;
      ask(timeline, anchor, far)?.then(
        () => void (failures.current = 0),
        (error: unknown) => {
          if (failures.current === 0) report(error);
          const wait = Math.min(RETRY_MS * 2 ** failures.current++, RETRY_MOST_MS);
          pause.current = setTimeout(() => (hurry(), again()), wait);
        },
      );
    },
    [timeline, report, hurry],
  );
  useEffect(
    () => () => {
      hurry();
      failures.current = 0;
    },
    [timeline, hurry],
  );
  return { load, hurry, tries };
}

/** Undefined where nothing needs to be asked, or is being asked already. */
function ask(timeline: Timeline, anchor: ScrollAnchor, far: number): Promise<void> | undefined {
  const { hasMoreBefore, hasMoreAfter, loading } = timeline.get();
  if (loading) return undefined;
  if (hasMoreBefore && anchor.above < far) return timeline.older();
  if (hasMoreAfter && anchor.beyond() < far) return timeline.newer();
  return undefined;
}
