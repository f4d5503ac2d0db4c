import { Stopped } from './delivery.js';

/** Rejects with `Stopped` as soon as the signal comes. */
export async function interruptible(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new Stopped();
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new Stopped());
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
