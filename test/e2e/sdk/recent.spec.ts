import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient, MemoryStore, type ParleyClient, type Store } from '../../../sdk/index.js';
import type { RunningParley } from '../../../src/boot.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { bodies, closeAll, idOf, PASSWORD, person, soon } from './people.js';

let node: RunningParley;
const devices: ParleyClient[] = [];
beforeAll(async () => void (node = await startNode((await freshDatabase()).url)));
afterAll(() => node.close());
afterEach(() => {
  closeAll();
  for (const device of devices.splice(0)) device.close();
});

/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:1';

/** The same device in a later run, which has taken up what the store kept and no more. */
async function later(store: Store, url = node.url): Promise<ParleyClient> {
  const client = createClient({ url, store, keepRecent: true });
  devices.push(client);
  await client.restore();
  return client;
}

/** Ann, on a device that keeps what she saw, in a conversation with Bob in which both have written. */
async function scene() {
  const store = new MemoryStore();
  const ann = await person(node.url, 'ann', { store, keepRecent: true });
  const bob = await person(node.url, 'bob');
  const { id } = await ann.api.conversations.direct(idOf(bob));
  await soon(() => expect(bob.conversations.item(id)).not.toBeNull());
  await ann.timeline(id).open();
  await ann.timeline(id).send('Is anybody there?').sent;
  await bob.send(id, 'I am.').sent;
  await bob.timeline(id).open();
  await bob.timeline(id).markRead();
  await ann.users.ensure([idOf(bob)]);
  await soon(() => {
    expect(bodies(ann, id)).toEqual(['Is anybody there?', 'I am.']);
    expect(ann.timeline(id).get().items[0]).toMatchObject({ state: 'read' });
  });
  await ann.timeline(id).markRead();
  await ann.flush();
  return { store, ann, bob, id };
}

describe('a device that keeps what was seen last', () => {
  it('shows it without a connection, with what waits to be sent behind it', async () => {
    const { store, ann, bob, id } = await scene();
    ann.close();
    const offline = await later(store, NOWHERE);
    expect(offline.conversations.item(id)).toMatchObject({
      fromDevice: true,
      peerId: idOf(bob),
      lastMessage: { body: 'I am.' },
    });
    expect(offline.users.view.get().get(idOf(bob))?.username).toBe(bob.user.get()!.username);
    const timeline = offline.timeline(id);
    expect(timeline.get()).toMatchObject({ ready: true, fromDevice: true, atEnd: false });
    timeline.send('Wait for me.').sent.catch(() => undefined);
    expect(bodies(offline, id)).toEqual(['Is anybody there?', 'I am.', 'Wait for me.']);
    expect(timeline.get().items.map((item) => item.kind === 'message' && item.mine && item.state)).toEqual([
      'read',
      false,
      false,
    ]);
    await expect(timeline.open()).rejects.toMatchObject({ code: 'client.network' });
    await timeline.older();
    expect(bodies(offline, id)).toHaveLength(3);
    await offline.flush();
    offline.close();

    const online = await later(store);
    expect(bodies(online, id)).toEqual(['Is anybody there?', 'I am.', 'Wait for me.']);
    await online.connect();
    await online.timeline(id).open();
    await soon(() => expect(bodies(bob, id)).toEqual(['Is anybody there?', 'I am.', 'Wait for me.']));
    await soon(() =>
      expect(
        online
          .timeline(id)
          .get()
          .items.map(({ kind }) => kind),
      ).not.toContain('local'),
    );
    expect(bodies(online, id)).toEqual(['Is anybody there?', 'I am.', 'Wait for me.']);
  });

  it('is corrected by the server in everything that changed meanwhile', async () => {
    const { store, ann, bob, id } = await scene();
    const { id: group } = await bob.api.conversations.group({ title: 'Quay', userIds: [idOf(ann)] });
    await soon(() => expect(ann.conversations.item(group)).not.toBeNull());
    await ann.flush();
    ann.close();
    const [, second] = bob.timeline(id).get().items;
    await bob.timeline(id).edit((second as { seq: number }).seq, 'I was.');
    await bob.send(id, 'Too late.').sent;
    await bob.updateProfile({ displayName: 'Robert' });
    await bob.api.conversations.removeMember(group, idOf(ann));

    const back = await later(store);
    expect(bodies(back, id)).toEqual(['Is anybody there?', 'I am.']);
    expect(back.conversations.item(group)).not.toBeNull();
    const removed: string[] = [];
    back.on('removed', ({ conversationId }) => removed.push(conversationId));
    await back.connect();
    await back.timeline(id).open();
    expect(bodies(back, id)).toEqual(['Is anybody there?', 'I was.', 'Too late.']);
    expect(back.timeline(id).get().fromDevice).toBe(false);
    expect(back.conversations.item(id)).toMatchObject({ fromDevice: false, lastMessage: { body: 'Too late.' } });
    expect(back.conversations.item(id)!.unread.messages).toBe(1);
    expect(back.conversations.item(group)).toBeNull();
    expect(removed).toEqual([group]);
    await soon(() => expect(back.users.view.get().get(idOf(bob))?.displayName).toBe('Robert'));
  });

  it('forgets it when the user signs out, and shows nobody what another one read', async () => {
    const { store, ann, bob } = await scene();
    const unsent = ann.user.get()!;
    await ann.logout();
    expect(await store.entries('recent/')).toEqual([]);

    // The same browser, where the one before went without signing out.
    await ann.login({ username: unsent.username, password: PASSWORD });
    await ann.connect();
    await ann.flush();
    expect(await store.entries('recent/')).not.toEqual([]);
    ann.close();
    const other = createClient({ url: node.url, store, keepRecent: true });
    devices.push(other);
    await other.login({ username: bob.user.get()!.username, password: PASSWORD });
    expect(other.conversations.get()).toEqual([]);
    expect(await store.entries(`recent/${unsent.id}/`)).toEqual([]);
  });

  it('keeps nothing without being asked to', async () => {
    const store = new MemoryStore();
    const ann = await person(node.url, 'ann', { store });
    const { id } = await ann.api.conversations.group({ title: 'Tea' });
    await ann.timeline(id).open();
    await ann.timeline(id).send('Nobody writes this down.').sent;
    await ann.flush();
    expect(await store.entries('recent/')).toEqual([]);
  });
});
