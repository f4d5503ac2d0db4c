import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient, MemoryStore, type ParleyClient } from '../../../sdk/index.js';
import type { RunningParley } from '../../../src/boot.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { FaultProxy } from '../../faults/proxy/fault-proxy.js';
import { closeAll, idOf, PASSWORD, person, soon } from './people.js';

let node: RunningParley;
const devices: ParleyClient[] = [];
beforeAll(async () => void (node = await startNode((await freshDatabase()).url)));
afterAll(() => node.close());
afterEach(() => {
  closeAll();
  for (const device of devices.splice(0)) device.close();
});

/** Another device of the same user. */
async function anotherDevice(of: ParleyClient, url = node.url): Promise<ParleyClient> {
  const device = createClient({ url, store: new MemoryStore(), timings: { reconnectMinMs: 20, reconnectMaxMs: 100 } });
  devices.push(device);
  await device.login({ username: of.user.get()!.username, password: PASSWORD });
  await device.connect();
  return device;
}

async function scene() {
  const [ann, bob] = await Promise.all([person(node.url, 'ann'), person(node.url, 'bob')]);
  const { id } = await ann.api.conversations.direct(idOf(bob));
  await soon(() => expect([ann, bob].map((client) => client.conversations.item(id))).not.toContain(null));
  return { ann, bob, id };
}

const settings = (client: ParleyClient, id: string) => client.conversations.item(id)?.settings;

describe('settings of a conversation', () => {
  it('reach every device of their user, live and after an absence, and nobody else', async () => {
    const { ann, bob, id } = await scene();
    const proxy = await FaultProxy.start({ target: Number(new URL(node.url).port) });
    const [phone, away] = [await anotherDevice(ann), await anotherDevice(ann, proxy.url)];
    await ann.conversations.setSettings(id, { favourite: true });
    expect(settings(ann, id)).toMatchObject({ favourite: true, muted: false });
    for (const device of [phone, away]) await soon(() => expect(settings(device, id)).toEqual(settings(ann, id)));

    away.disconnect();
    await phone.conversations.setSettings(id, { favourite: false, muted: true });
    await soon(() => expect(settings(ann, id)).toMatchObject({ favourite: false, muted: true }));
    expect(settings(away, id)).toMatchObject({ favourite: true });
    await away.connect();
    expect(settings(away, id)).toEqual(settings(phone, id));
    expect(settings(await anotherDevice(ann), id)).toEqual(settings(phone, id));
    expect(settings(bob, id)).toEqual({ favourite: false, muted: false, atSeq: 0 });
    await proxy.stop();
  });

  it('keep a muted conversation out of the totals, but for mentions', async () => {
    const { ann, bob, id } = await scene();
    const { id: other } = await bob.api.conversations.group({ title: 'Tea', userIds: [idOf(ann)] });
    await ann.conversations.setSettings(id, { muted: true });
    await bob.send(id, 'hello').sent;
    await bob.send(id, `@${ann.user.get()!.username} hello?`).sent;
    await bob.send(other, 'tea?').sent;
    await soon(() => expect(ann.conversations.item(id)?.unread).toEqual({ messages: 2, mentions: 1 }));
    await soon(() => expect(ann.conversations.totals.get()).toEqual({ messages: 1, mentions: 1 }));
    await ann.conversations.setSettings(id, { muted: false });
    expect(ann.conversations.totals.get()).toEqual({ messages: 3, mentions: 1 });
    await ann.timeline(id).markRead();
    expect(ann.conversations.totals.get()).toEqual({ messages: 1, mentions: 0 });
  });
});
