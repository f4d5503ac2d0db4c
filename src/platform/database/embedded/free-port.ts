import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below what systems hand out to outgoing connections (32768 up on Linux, 49152 elsewhere): a port from there may be taken by
 * anybody's connection before the server that is being started listens on it. And above the ports that well-known servers use.
 */
const FIRST = 20_000;
const AFTER_LAST = 32_768;
const TRIES = 100;

// Each process begins elsewhere and goes on from there, so that no port is given twice, by it or by one that runs beside it.
let next = randomInt(FIRST, AFTER_LAST);

/** The first of `wanted` that is free on loopback, else one that nobody was given before. */
export async function freePort(...wanted: (number | undefined)[]): Promise<number> {
  for (const port of wanted) if (port && (await isFree(port))) return port;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = next;
    next = port + 1 < AFTER_LAST ? port + 1 : FIRST;
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port among ${TRIES} up to ${next}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
