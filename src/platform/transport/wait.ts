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

/** Waits for what may hang, or fail, without harm. */
export async function atMost(ms: number, work: Promise<unknown> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([Promise.resolve(work).catch(() => undefined), enough]);
  clearTimeout(timer);
}
