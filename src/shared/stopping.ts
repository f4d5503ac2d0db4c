/** Aborted by the first signal that asks this process to end. From now on none of them ends it: who asked for this does. */
export function stopSignal(heard: (signal: NodeJS.Signals) => void): AbortSignal {
  // Who read along may have ended by then (a closed terminal, a `| tee` that Ctrl-C reached too): what is said to nobody ends it neither.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (!stopping.signal.aborted) heard(signal);
      stopping.abort();
    });
  return stopping.signal;
}
