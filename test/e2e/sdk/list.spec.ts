import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type ParleyClient, until } from '../../../sdk/index.js';
import type { RunningParley } from '../../../src/boot.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { closeAll, idOf, PASSWORD, person, soon } from './people.js';

let node: RunningParley;
const devices: ParleyClient[] = [];
beforeAll(async () => {
  node = await startNode((await freshDatabase()).url, { SEND_PER_SECOND: '1000', SEND_BURST: '1000' });
});
afterAll(() => node.close());
afterEach(() => {
  closeAll();
  for (const device of devices.splice(0)) device.close();
});

/** A client of the same user that knows nothing yet, and the paths it asks for. Those that match `lost` get no answer. */
async function fresh(of: ParleyClient, lost: () => RegExp = () => /^$/) {
  const asked: string[] = [];
  const device = createClient({
    url: node.url,
    fetch: (input, init) => {
      const path = new URL(input instanceof Request ? input.url : input).pathname;
      asked.push(path);
      return lost().test(path) ? Promise.reject(new TypeError('cut')) : fetch(input, init);
    },
  });
  devices.push(device);
  await device.login({ username: of.user.get()!.username, password: PASSWORD });
  await device.connect();
  return { device, asked };
}
const last = (client: ParleyClient, id: string) => client.conversations.item(id)?.lastMessage;
const titles = (client: ParleyClient) => client.conversations.get().map((item) => item.title);

describe('the list of conversations', () => {
  it('shows each last message, live as well as to a client that has just come, by one request for all', async () => {
    const [ann, bob] = await Promise.all([person(node.url, 'ann'), person(node.url, 'bob')]);
    const ids: string[] = [];
    for (const title of ['a', 'b', 'c', 'd', 'e']) {
      ids.push((await ann.api.conversations.group({ title, userIds: [idOf(bob)] })).id);
      await ann.send(ids.at(-1)!, `hello from ${title} `.repeat(20)).sent;
    }
    await soon(() => expect(ids.map((id) => last(bob, id)?.shortened)).toEqual(Array(5).fill(true)));
    const { device, asked } = await fresh(bob);
    expect(ids.map((id) => last(device, id))).toEqual(ids.map((id) => last(bob, id)));
    expect(asked.filter((path) => path === '/v1/previews')).toHaveLength(1);
    expect(asked.filter((path) => path.includes('/messages'))).toEqual([]);

    const [id] = ids as [string];
    const { seq } = last(bob, id)!;
    await ann.timeline(id).edit(seq, 'better');
    for (const client of [bob, device])
      await soon(() => expect(last(client, id)).toMatchObject({ seq, body: 'better' }));
    await ann.timeline(id).delete(seq);
    for (const client of [bob, device]) await soon(() => expect(last(client, id)?.body).toBeNull());
    expect(last(device, id)).toEqual(last((await fresh(bob)).device, id));
  });

  it('is filled as soon as can be, where the names could not be had at first', async () => {
    const [ann, bob] = await Promise.all([person(node.url, 'ann'), person(node.url, 'bob')]);
    const { id } = await ann.api.conversations.direct(idOf(bob));
    let lost = /^\/v1\/conversations/;
    const { device } = await fresh(bob, () => lost);
    expect(device.connection.get().phase).toBe('live');
    expect(titles(device)).toEqual([]);
    expect(device.conversations.complete.get()).toBe(false);
    lost = /^$/;
    await until(device.conversations.complete, (complete) => complete);
    expect(device.conversations.item(id)).not.toBeNull();
  });

  it('is ordered by favourites, mentions, unread ones and last activity, and moves as things happen', async () => {
    const [ann, bob] = await Promise.all([person(node.url, 'ann'), person(node.url, 'bob')]);
    const ids: Record<string, string> = {};
    for (const title of ['old', 'new', 'loved', 'loud']) {
      ids[title] = (await ann.api.conversations.group({ title, userIds: [idOf(bob)] })).id;
    }
    await soon(() => expect(bob.conversations.get()).toHaveLength(4));
    expect(titles(bob)).toEqual(['loud', 'loved', 'new', 'old']);
    await bob.conversations.setSettings(ids['loved']!, { favourite: true });
    await bob.conversations.setSettings(ids['loud']!, { muted: true });
    await ann.send(ids['loud']!, 'noise').sent;
    await ann.send(ids['old']!, 'a word').sent;
    await soon(() => expect(titles(bob)).toEqual(['loved', 'old', 'loud', 'new']));
    await ann.send(ids['loud']!, `@${bob.user.get()!.username}!`).sent;
    await soon(() => expect(titles(bob)).toEqual(['loved', 'loud', 'old', 'new']));
    expect(titles((await fresh(bob)).device)).toEqual(titles(bob));
    await bob.timeline(ids['old']!).markRead();
    await bob.timeline(ids['loud']!).markRead();
    expect(titles(bob)).toEqual(['loved', 'loud', 'old', 'new']);
  });

  it('has the last message of a conversation one is added to later, as far as one may see it', async () => {
    const [ann, bob] = await Promise.all([person(node.url, 'ann'), person(node.url, 'bob')]);
    const open = await ann.api.conversations.group({ title: 'open', historyVisibility: 'shared' });
    const closed = await ann.api.conversations.group({ title: 'closed' });
    for (const { id } of [open, closed]) {
      await ann.send(id, 'before bob').sent;
      await ann.api.conversations.addMembers(id, [idOf(bob)]);
    }
    await soon(() => expect(last(bob, open.id)?.body).toBe('before bob'));
    await soon(() => expect(bob.conversations.item(closed.id)).not.toBeNull());
    expect(last(bob, closed.id)).toBeNull();
  });
});

describe('notifications', () => {
  it('are listed, counted and kept up to date on every device, live and after an absence', async () => {
    const [ann, bob] = await Promise.all([person(node.url, 'ann'), person(node.url, 'bob')]);
    const { id } = await ann.api.conversations.direct(idOf(bob));
    await bob.notifications.open();
    expect(bob.notifications.get()).toEqual({ items: [], unread: 0, hasMore: false });
    const sent = [];
    for (const body of ['one', 'two', 'three']) sent.push(await ann.send(id, body).sent);
    await soon(() => expect(bob.notifications.get().unread).toBe(3));
    expect(bob.notifications.get().items.map((item) => [item.seq, item.actorId, item.kind])).toEqual(
      sent.map(({ seq }) => [seq, idOf(ann), 'direct']).reverse(),
    );
    const { device } = await fresh(bob);
    await device.notifications.open();
    expect(device.notifications.get()).toEqual(bob.notifications.get());

    await device.notifications.read(device.notifications.get().items[0]!.id);
    await soon(() => expect(bob.notifications.get().unread).toBe(2));
    expect(bob.notifications.get().items.map((item) => item.readAt !== null)).toEqual([true, false, false]);
    bob.disconnect();
    await device.timeline(id).markRead();
    await soon(() => expect(device.notifications.get()).toMatchObject({ unread: 0, items: [] }));
    await bob.connect();
    await soon(() => expect(bob.notifications.get()).toEqual(device.notifications.get()));
  });

  it('are loaded page by page, and taken as read all together', async () => {
    const [ann, bob] = await Promise.all([person(node.url, 'ann'), person(node.url, 'bob')]);
    const { id } = await ann.api.conversations.direct(idOf(bob));
    await Promise.all(Array.from({ length: 60 }, (_, i) => ann.send(id, `line ${i}`).sent));
    await soon(async () => expect((await bob.api.notifications.list()).unread).toBe(60));
    await bob.notifications.open();
    expect(bob.notifications.get()).toMatchObject({ unread: 60, hasMore: true });
    await ann.send(id, 'one more').sent;
    await soon(() => expect(bob.notifications.get().unread).toBe(61));
    await bob.notifications.more();
    expect(bob.notifications.get()).toMatchObject({ unread: 61, hasMore: false });
    const seqs = bob.notifications.get().items.map((item) => item.seq);
    expect(seqs).toEqual(Array.from({ length: 61 }, (_, i) => 62 - i));
    await bob.notifications.readAll();
    await soon(() => expect(bob.notifications.get().items.every((item) => item.readAt !== null)).toBe(true));
    expect(bob.notifications.get().unread).toBe(0);
  });
});

describe('the members of a group', () => {
  it('are listed with their roles, live and after an absence, for those who are in it', async () => {
    const [ann, bob, cat] = await Promise.all(['ann', 'bob', 'cat'].map((name) => person(node.url, name)));
    const { id } = await ann!.api.conversations.group({ title: 'Tea', userIds: [idOf(bob!)] });
    await soon(() => expect(bob!.conversations.item(id)).not.toBeNull());
    const roles = (client: ParleyClient) =>
      client
        .members(id)
        .get()
        .members.map(({ userId, role }) => [userId, role]);
    const live = bob!.members(id);
    expect(live.get()).toEqual({ members: [], loaded: false });
    await live.open();
    expect(roles(bob!)).toEqual([
      [idOf(ann!), 'owner'],
      [idOf(bob!), 'member'],
    ]);
    await ann!.api.conversations.addMembers(id, [idOf(cat!)]);
    await ann!.api.conversations.changeRole(id, idOf(cat!), 'admin');
    const three = [
      [idOf(ann!), 'owner'],
      [idOf(cat!), 'admin'],
      [idOf(bob!), 'member'],
    ];
    await soon(() => expect(roles(bob!)).toEqual(three));
    await soon(() => expect(cat!.conversations.item(id)).not.toBeNull());
    await cat!.members(id).open();
    expect(cat!.members(id).get()).toEqual(live.get());

    bob!.disconnect();
    await cat!.api.conversations.leave(id);
    await ann!.api.conversations.rename(id, 'Coffee');
    await bob!.connect();
    await soon(() =>
      expect(roles(bob!)).toEqual([
        [idOf(ann!), 'owner'],
        [idOf(bob!), 'member'],
      ]),
    );
    expect(bob!.conversations.item(id)).toMatchObject({ title: 'Coffee', memberCount: 2 });
    await soon(() => expect(cat!.conversations.item(id)).toBeNull());
    await expect(cat!.members(id).open()).rejects.toMatchObject({ status: 404 });
  });
});
