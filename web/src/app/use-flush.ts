import { useEffect } from 'react';
import type { ParleyClient } from '../../../sdk/index.js';

/** What waits to be saved is saved when one looks away or the page goes: nobody comes back to less than he left. */
export function useFlush(client: ParleyClient): void {
  useEffect(() => {
    const flush = () => void client.flush();
    for (const event of ['blur', 'pagehide']) window.addEventListener(event, flush);
    return () => {
      for (const event of ['blur', 'pagehide']) window.removeEventListener(event, flush);
    };
  }, [client]);
}
