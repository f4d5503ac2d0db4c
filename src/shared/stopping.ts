/** Aborted by the first signal that asks this process to end. From now on none of them ends it: who asked for this does. */
export function stopSignal(heard?: (signal: NodeJS.Signals) => void): AbortSignal {
  // Who read along may have ended by then (a closed terminal, a `| tee` that Ctrl-C reached too): what is said to nobody ends it neither.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (!stopping.signal.aborted) heard?.(signal);
      stopping.abort(new Error(`Stopped by ${signal}.`));
    });
  return stopping.signal;
}

/** The outcome of `work`, or the reason of `signal` where that comes first: what takes its time is not waited for then. */
export async function unlessAborted<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  if (!signal) return work();
  signal.throwIfAborted();
  const aborted = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );
  return Promise.race([aborted, work()]);
}
