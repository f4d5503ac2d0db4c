import { useEffect } from 'react';
import type { Timeline, TimelineSnapshot } from '../../../../sdk/index.js';

/** As long as the last message must have been before somebody's eyes. */
const SEEN_MS = 1_000;

/**
 * Tells the server that the end was read, once it has been visible in a focused tab for a second. Never by opening alone.
 * `seen`: the latest message is on the screen.
 */
export function useMarkRead(
  timeline: Timeline,
  { ready, fromDevice, items }: TimelineSnapshot,
  unread: number,
  seen: boolean,
): void {
  const last = items.findLast((item) => item.kind === 'message');
  const seq = ready && !fromDevice && seen && unread > 0 && last?.kind === 'message' ? last.seq : null;
  useEffect(() => {
    if (seq === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const watch = () => {
      clearTimeout(timer);
      // What is not told now is told when the tab is looked at again, or the next message comes.
      const tell = () => void timeline.markRead(seq).catch(() => undefined);
      if (document.hasFocus() && !document.hidden) timer = setTimeout(tell, SEEN_MS);
    };
    watch();
    const events = ['focus', 'blur', 'visibilitychange'];
    for (const event of events) window.addEventListener(event, watch);
    return () => {
      clearTimeout(timer);
      for (const event of events) window.removeEventListener(event, watch);
    };
  }, [timeline, seq]);
}
