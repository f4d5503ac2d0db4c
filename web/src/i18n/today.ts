import { useSyncExternalStore } from 'react';

/** The timers of a device that sleeps are late: the day is looked at this often. */
const LOOK_MS = 60_000;

/**
 * The local midnight with which the day of a moment begins, or the one so many days before it. A day is not always 24 hours
 * long: the clocks change.
 */
export function dayOf(at: number, before = 0): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - before).getTime();
}

/** The midnight today began with; another one, and a render, from the next midnight on. */
export const useToday = (): number => useSyncExternalStore(followDay, () => dayOf(Date.now()));

function followDay(changed: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const look = () => {
    clearTimeout(timer);
    const now = Date.now();
    timer = setTimeout(look, Math.min(dayOf(now, -1) - now, LOOK_MS));
    changed();
  };
  look();
  document.addEventListener('visibilitychange', look);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', look);
  };
}
