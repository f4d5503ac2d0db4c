import { randomId } from './ids.js';
import type { Store } from './store/store.js';

/** What tells this device from the user's others: `given`, or made once and kept. A store that failed is asked again. */
export function deviceIdOf(store: Store, given?: string): () => Promise<string> {
  let known = given ? Promise.resolve(given) : null;
  return () =>
    (known ??= deviceIdIn(store).catch((error: unknown) => {
      known = null;
      throw error;
    }));
}

async function deviceIdIn(store: Store): Promise<string> {
  const kept = await store.get('device');
  if (typeof kept === 'string') return kept;
  const made = randomId();
  await store.set('device', made);
  return made;
}
