import { setTimeout as delay } from 'node:timers/promises';

/** Waits until `condition` holds; throws after `ms` with what was waited for. A throwing condition counts as "not yet". */
export async function until(what: string, ms: number, condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + ms;
  let last: unknown;
  for (let pause = 10; ; pause = Math.min(pause * 1.5, 100)) {
    try {
      if (await condition()) return;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) throw new Error(`waited ${ms} ms in vain until ${what}`, { cause: last });
    await delay(pause);
  }
}
