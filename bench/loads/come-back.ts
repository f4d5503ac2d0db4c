import { Backoff } from '../../sdk/connection/backoff.js';
import { TIMINGS } from '../../src/contract/index.js';
import { pause } from '../lib/async.js';
import type { Connection } from '../drivers/driver.js';

const GIVE_UP_MS = 60_000;

/** Connects again and again with the waits of the product's library; nothing when a minute was not enough. */
export async function comeBack(
  connect: () => Promise<Connection>,
  onRefused: () => void = () => undefined,
): Promise<Connection | undefined> {
  const backoff = new Backoff(TIMINGS.reconnectMinMs, TIMINGS.reconnectMaxMs);
  const end = performance.now() + GIVE_UP_MS;
  while (performance.now() < end) {
    await pause(backoff.next());
    try {
      return await connect();
    } catch {
      onRefused();
    }
  }
  return undefined;
}
