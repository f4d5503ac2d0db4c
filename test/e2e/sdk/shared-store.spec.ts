import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ClientOptions, createClient, MemoryStore, type ParleyClient } from '../../../sdk/index.js';
import type { RunningParley } from '../../../src/boot.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { bodies, closeAll, PASSWORD, person, soon } from './people.js';

let node: RunningParley;
let store: MemoryStore;
const opened: ParleyClient[] = [];

beforeAll(async () => void (node = await startNode((await freshDatabase()).url)));
afterAll(() => node.close());
beforeEach(() => void (store = new MemoryStore()));
afterEach(() => {
  vi.restoreAllMocks();
  closeAll();
  for (const client of opened.splice(0)) client.close();
});

/** A client on the one store. */
function tab(options: Partial<ClientOptions> = {}): ParleyClient {
  const client = createClient({ url: node.url, store, ...options });
  opened.push(client);
  return client;
}
const credentials = () => ({ username: `shared-${randomBytes(4).toString('hex')}`, password: PASSWORD });
const signedOut = expect.objectContaining({ code: 'client.signed_out' });

describe('a store that keeps a session', () => {
  it('never hands one user the tokens of another who signed in in another tab, nor sends as him', async () => {
    const bob = (await person(node.url, 'bob')).user.get()!;
    const ann = tab();
    await ann.register(credentials());
    await ann.connect();
    const { id } = await ann.api.conversations.group({ title: 'Tea', userIds: [bob.id] });
    // Asleep from here on, with something to say.
    ann.disconnect();
    ann.send(id, 'from ann');
    const his = tab();
    await his.login({ username: bob.username, password: PASSWORD });
    const kept = await store.get('session');

    const now = Date.now.bind(Date);
    vi.spyOn(Date, 'now').mockImplementation(() => now() + 15 * 60_000);
    await expect(ann.accessToken()).rejects.toEqual(signedOut);
    await expect(ann.connect()).rejects.toEqual(signedOut);
    vi.restoreAllMocks();
    expect(await store.get('session')).toEqual(kept);
    await his.connect();
    await his.timeline(id).open();
    await his.send(id, 'from bob').sent;
    await soon(() => expect(bodies(his, id)).toContain('from bob'));
    expect(bodies(his, id)).not.toContain('from ann');
    expect(await store.entries('queue/')).toEqual([
      [expect.any(String), expect.objectContaining({ body: 'from ann' })],
    ]);
  });
});
