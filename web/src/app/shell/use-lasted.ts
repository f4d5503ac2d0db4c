import { useEffect, useState } from 'react';

/** Whether something that began at `since` (this device's milliseconds) has lasted this long. */
export function useLasted(since: number, ms: number): boolean {
  const [reached, setReached] = useState(Number.NaN);
  useEffect(() => {
    const timer = setTimeout(() => setReached(since), Math.max(0, since + ms - Date.now()));
    return () => clearTimeout(timer);
  }, [since, ms]);
  return reached === since;
}
