// Loaded into the server's process before it (`node --import`): answers on a loopback port how the process is.
import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface Observed {
  rss: number;
  heapUsed: number;
  /** Longest pause of the event loop since the last look, in milliseconds. */
  loopMs: number;
  handles: number;
}

// No product code reads it: not a setting.
const port = Number(process.env['FUZZ_OBSERVE_PORT']);
const loop = monitorEventLoopDelay({ resolution: 10 });
loop.enable();

const collect = (globalThis as { gc?: () => void }).gc;
/** Long enough for closed sockets to be gone and for V8, which sees that nobody asks for memory, to give some back in the second collection. */
const PAUSE_MS = 5_000;

createServer((_, response) => {
  const loopMs = Math.round(loop.max / 1e6);
  collect?.();
  setTimeout(() => {
    collect?.();
    const { rss, heapUsed } = process.memoryUsage();
    loop.reset();
    const observed: Observed = { rss, heapUsed, loopMs, handles: process.getActiveResourcesInfo().length };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(observed));
  }, PAUSE_MS);
})
  .listen(port, '127.0.0.1')
  .unref();
