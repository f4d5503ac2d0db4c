import { useEffect, useState } from 'react';

/** What ends before is not worth a movement on the screen. */
const SOON_MS = 300;

/** True once something has gone on for so long that one wonders. */
export function useLasting(now: boolean): boolean {
  const [long, setLong] = useState(false);
  useEffect(() => {
    if (!now) return;
    const timer = setTimeout(() => setLong(true), SOON_MS);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [now]);
  return now && long;
}
