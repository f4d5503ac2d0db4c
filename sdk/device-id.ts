import { randomId } from './ids.js';
import type { Store } from './store/store.js';

/** What tells this device from the user's others: made once and kept. */
export async function deviceIdIn(store: Store): Promise<string> {
  const kept = await store.get('device');
  if (typeof kept === 'string') return kept;
  const made = randomId();
  await store.set('device', made);
  return made;
}
