import {
  type ClientOptions,
  createClient,
  IndexedDbStore,
  MemoryStore,
  type ParleyClient,
  type Store,
} from '../../../sdk/index.js';

/** How the session is kept on this device: the refresh token out of every script's reach, the access token in memory alone. */
const SESSION: Partial<ClientOptions> = { session: 'cookie' };

/**
 * The app's one client, with the session this browser kept taken up. Resolves without the network, so that what is on the
 * device can be shown at once. Where the browser keeps nothing (a locked-down private window), the session ends with the tab.
 */
export async function openClient(): Promise<ParleyClient> {
  const client = createClient({
    url: location.origin,
    store: await openStore(),
    device: deviceName(),
    keepRecent: true,
    ...SESSION,
  });
  // Nobody is known here and the server cannot be asked: there is nothing to show but the way to sign in.
  await client.restore().catch(() => null);
  return client;
}

async function openStore(): Promise<Store> {
  try {
    const store = new IndexedDbStore();
    await store.get('device');
    return store;
  } catch {
    return new MemoryStore();
  }
}

/** What the list of sessions calls this browser: `Firefox on Linux`. */
function deviceName(): string {
  const agent = navigator.userAgent;
  const browser = /(Edg|Firefox|OPR|Chrome|Safari)\//.exec(agent)?.[1] ?? 'Browser';
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|CrOS|Linux)/.exec(agent)?.[1] ?? '';
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS X': 'macOS', CrOS: 'ChromeOS' };
  return [browser, system && 'on', system]
    .filter(Boolean)
    .map((word) => names[word] ?? word)
    .join(' ');
}
