import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ClientOptions, createClient, MemoryStore, type ParleyClient } from '../../../sdk/index.js';
import type { RunningParley } from '../../../src/boot.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { closeAll, PASSWORD, person, soon } from './people.js';

let node: RunningParley;
const devices: ParleyClient[] = [];
beforeAll(async () => void (node = await startNode((await freshDatabase()).url)));
afterAll(() => node.close());
afterEach(() => {
  closeAll();
  for (const device of devices.splice(0)) device.close();
});

async function device(of: ParleyClient, options: Partial<ClientOptions> = {}): Promise<ParleyClient> {
  const made = createClient({ url: node.url, ...options });
  devices.push(made);
  await made.login({ username: of.user.get()!.username, password: PASSWORD });
  await made.connect();
  return made;
}
async function scene(options: Partial<ClientOptions> = {}) {
  const ann = await person(node.url, 'ann', options);
  const { id } = await ann.api.conversations.group({ title: 'Tea' });
  await soon(() => expect(ann.conversations.item(id)).not.toBeNull());
  return { ann, id };
}
const shows = (client: ParleyClient, id: string, body: string) =>
  soon(() => expect(client.drafts.of(id).get()).toMatchObject({ body, synced: true }));

/** The requests a client makes, which can also be kept from arriving. */
function network() {
  const saved: number[] = [];
  const net = {
    saved,
    down: false,
    /** What is asked arrives, and the answer does not. */
    deaf: false,
    fetch: (async (input, init): Promise<Response> => {
      if (net.down) throw new TypeError('no network');
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      if (pathname.endsWith('/draft') && init?.method === 'PUT') saved.push(Date.now());
      const answer = await fetch(input, init);
      if (net.deaf) throw new TypeError('no network');
      return answer;
    }) as typeof fetch,
  };
  return net;
}

describe('drafts', () => {
  it('reach every device of their user, whichever wrote last, and go with the message', async () => {
    const { ann, id } = await scene();
    const phone = await device(ann);
    ann.drafts.set(id, 'on my way', { replyToSeq: 1 });
    expect(ann.drafts.of(id).get()).toMatchObject({ body: 'on my way', replyToSeq: 1, synced: false });
    await shows(phone, id, 'on my way');
    expect(phone.drafts.of(id).get().replyToSeq).toBe(1);
    phone.drafts.set(id, 'on my way home');
    await shows(ann, id, 'on my way home');
    await shows(await device(ann), id, 'on my way home');

    ann.drafts.clear(id);
    expect(ann.drafts.all.get().has(id)).toBe(false);
    await shows(phone, id, '');
  });

  it('are saved at a pause, not at every key', async () => {
    const net = network();
    const { ann, id } = await scene({ fetch: net.fetch });
    for (let i = 1; i <= 30; i++) {
      ann.drafts.set(id, 'x'.repeat(i));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await shows(ann, id, 'x'.repeat(30));
    expect(net.saved).toHaveLength(1);
    ann.drafts.set(id, 'more');
    ann.drafts.clear(id);
    ann.drafts.set(id, 'and more');
    await shows(ann, id, 'and more');
    expect(net.saved).toHaveLength(2);
    expect(net.saved[1]! - net.saved[0]!).toBeGreaterThanOrEqual(2_000);
  });

  it('of a message that was sent at once are nobody’s business', async () => {
    const net = network();
    const { ann, id } = await scene({ fetch: net.fetch });
    ann.drafts.set(id, 'hello');
    await ann.send(id, 'hello').sent;
    ann.drafts.clear(id);
    await ann.drafts.flush();
    expect(net.saved).toEqual([]);
  });

  it('that are cleared after a reload, before the server was heard again, do not come back', async () => {
    const [net, store] = [network(), new MemoryStore()];
    const { ann, id } = await scene({ fetch: net.fetch, store });
    const phone = await device(ann);
    net.deaf = true;
    ann.drafts.set(id, 'half a thou');
    await ann.drafts.flush();
    await shows(phone, id, 'half a thou');
    ann.close();
    net.deaf = false;

    const again = createClient({ url: node.url, store, fetch: net.fetch });
    devices.push(again);
    await again.restore();
    expect(again.drafts.of(id).get()).toMatchObject({ body: 'half a thou', synced: false });
    again.drafts.clear(id);
    await again.connect();
    await shows(phone, id, '');
    await shows(again, id, '');
  });

  it('survive a reload at any moment, and are saved when there is a connection', async () => {
    const [net, store] = [network(), new MemoryStore()];
    const { ann, id } = await scene({ fetch: net.fetch, store });
    const phone = await device(ann);
    net.down = true;
    ann.drafts.set(id, 'written in a tunnel');
    ann.close();

    const again = createClient({ url: node.url, store, fetch: net.fetch });
    devices.push(again);
    await again.restore();
    expect(again.drafts.of(id).get()).toMatchObject({ body: 'written in a tunnel', synced: false });
    expect(phone.drafts.of(id).get().body).toBe('');
    net.down = false;
    await again.connect();
    await shows(phone, id, 'written in a tunnel');
    await shows(again, id, 'written in a tunnel');
  });

  it('are saved at once when the page goes away', async () => {
    const { ann, id } = await scene();
    const phone = await device(ann);
    ann.drafts.set(id, 'one moment');
    await ann.drafts.flush();
    expect(ann.drafts.of(id).get().synced).toBe(true);
    await shows(phone, id, 'one moment');
    phone.drafts.set(id, 'another');
    phone.close();
    await shows(ann, id, 'another');
  });

  it('that changed while this device was away are fetched when it is back', async () => {
    const store = new MemoryStore();
    const { ann, id } = await scene({ store });
    const phone = await device(ann);
    phone.drafts.set(id, 'first');
    await phone.drafts.flush();
    await shows(ann, id, 'first');
    ann.disconnect();
    phone.drafts.clear(id);
    await phone.drafts.flush();
    await ann.connect();
    await shows(ann, id, '');
    ann.close();
    phone.drafts.set(id, 'second');
    await phone.drafts.flush();
    phone.drafts.clear(id);
    await phone.drafts.flush();
    const again = createClient({ url: node.url, store });
    devices.push(again);
    await again.connect();
    await shows(again, id, '');
    expect(await store.entries('draft/')).toEqual([]);
  });

  it('too long for a message stay where they are written', async () => {
    const { ann, id } = await scene();
    ann.drafts.set(id, 'x'.repeat(8_001));
    await ann.drafts.flush();
    expect(ann.drafts.of(id).get()).toMatchObject({ synced: false });
    ann.drafts.set(id, 'shorter');
    await shows(ann, id, 'shorter');
  });
});
