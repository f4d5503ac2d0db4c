import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import type { ParleyClient } from '../../../sdk/index.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { bodies, closeAll, idOf, person, soon } from './people.js';

let node: RunningParley;
beforeAll(async () => {
  node = await startNode((await freshDatabase()).url, { SEND_PER_SECOND: '1000', SEND_BURST: '1000' });
});
afterAll(() => node.close());
afterEach(closeAll);

async function two(): Promise<{ ann: ParleyClient; bob: ParleyClient; id: string }> {
  const [ann, bob] = await Promise.all([person(node.url, 'ann'), person(node.url, 'bob')]);
  const { id } = await ann.api.conversations.direct(idOf(bob));
  await soon(() => expect(bob.conversations.item(id)).not.toBeNull());
  await soon(() => expect(ann.conversations.item(id)).not.toBeNull());
  await Promise.all([ann, bob].map((client) => client.timeline(id).open()));
  return { ann, bob, id };
}

describe('two people', () => {
  it('talk: each message is shown once, in order, with its ticks', async () => {
    const { ann, bob, id } = await two();
    const sent = ['one', 'two', 'three'].map((body) => ann.timeline(id).send(body).sent);
    await Promise.all(sent);
    await bob.timeline(id).send('four').sent;
    for (const client of [ann, bob]) {
      await soon(() => expect(bodies(client, id).slice(-4)).toEqual(['one', 'two', 'three', 'four']));
    }
    await soon(() => expect(states(ann, id).slice(0, 3)).toEqual(['delivered', 'delivered', 'delivered']));
    expect(bob.conversations.item(id)?.unread.messages).toBe(3);
    await bob.timeline(id).markRead();
    expect(bob.conversations.item(id)?.unread.messages).toBe(0);
    await soon(() => expect(states(ann, id).slice(0, 3)).toEqual(['read', 'read', 'read']));
  });

  it('see ticks that follow who joins and leaves, over a reconnect too, and ask for the members once', async () => {
    const [ann, bob, carol] = await Promise.all([
      person(node.url, 'ann'),
      person(node.url, 'bob'),
      person(node.url, 'carol'),
    ]);
    const { id } = await bob.api.conversations.group({ title: 'Harbour', userIds: [idOf(ann)] });
    await soon(() => expect(ann.conversations.item(id)).not.toBeNull());
    const asked = vi.spyOn(ann.api.conversations, 'members');
    await ann.timeline(id).open();
    const { seq: before } = await ann.timeline(id).send('Before her').sent;
    await bob.timeline(id).markRead(before);
    await soon(() => expect(states(ann, id)).toEqual(['read']));

    ann.disconnect();
    carol.close();
    await bob.api.conversations.addMembers(id, [idOf(carol)]);
    await ann.connect();
    const { seq } = await ann.timeline(id).send('With her').sent;
    await bob.timeline(id).markRead(seq);
    const bobs = () =>
      ann
        .timeline(id)
        .seenBy(seq)
        .find(({ userId }) => userId === idOf(bob));
    await soon(() => expect(bobs()?.readSeq).toBe(seq));
    expect(states(ann, id)).toEqual(['read', 'sent']);
    await bob.api.conversations.removeMember(id, idOf(carol));
    await soon(() => expect(states(ann, id)).toEqual(['read', 'read']));
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('see edits, deletions and reactions, live and in a fresh client', async () => {
    const { ann, bob, id } = await two();
    const { seq: first } = await ann.timeline(id).send('first').sent;
    const { seq: second } = await ann.timeline(id).send('second').sent;
    await ann.timeline(id).edit(first, 'first, better');
    await ann.timeline(id).delete(second);
    await bob.timeline(id).react(first, '👍');
    await bob.timeline(id).react(first, '🎉');
    await bob.timeline(id).unreact(first, '🎉');
    const seen = (client: ParleyClient) =>
      client
        .timeline(id)
        .get()
        .items.flatMap((item) => (item.kind === 'message' ? [item.message] : []));
    await soon(() => {
      const [a, b] = seen(ann);
      expect(a).toMatchObject({ body: 'first, better', version: 2 });
      expect(a?.reactions).toEqual([{ emoji: '👍', userIds: [idOf(bob)] }]);
      expect(b?.body).toBeNull();
    });
    const live = seen(ann);
    await soon(() => expect(seen(bob)).toEqual(live));
    await ann.timeline(id).openAt(9_999);
    await ann.timeline(id).latest();
    expect(seen(ann)).toEqual(live);
  });

  it('see each other online and typing', async () => {
    const { ann, bob, id } = await two();
    await bob.askPresence([idOf(ann)]);
    expect(bob.presence.of(idOf(ann)).status).toBe('online');
    ann.typing.start(id);
    await soon(() => expect(bob.conversations.item(id)?.typing).toEqual([idOf(ann)]));
    await ann.timeline(id).send('done').sent;
    await soon(() => expect(bob.conversations.item(id)?.typing).toEqual([]));
  });

  it('are told why a message was refused, and the next one goes through', async () => {
    const { ann, bob, id } = await two();
    const bad = ann.timeline(id).send(' \u200b ');
    const good = ann.timeline(id).send('good');
    await expect(bad.sent).rejects.toMatchObject({ code: 'messaging.invalid_body', status: 400 });
    await good.sent;
    await soon(() => expect(bodies(bob, id)).toContain('good'));
    expect(ann.timeline(id).get().items.at(-1)).toMatchObject({ kind: 'local', state: 'failed' });
    expect(ann.timeline(id).discard(bad.message.clientMessageId)).toBe(true);
    await soon(() => expect(ann.timeline(id).get().items.at(-1)).toMatchObject({ kind: 'message' }));
  });

  it('read a long history from its end to its beginning, and find a place in it', async () => {
    const { ann, bob, id } = await two();
    const all = Array.from({ length: 130 }, (_, i) => `line ${i + 1}`);
    await Promise.all(all.map((body) => ann.timeline(id).send(body).sent));
    bob.close();
    const carl = await person(node.url, 'carl');
    await expect(carl.timeline(id).open()).rejects.toMatchObject({ status: 404 });

    const timeline = ann.timeline(id);
    timeline.trim(20);
    await timeline.openAt(10);
    expect(timeline.get()).toMatchObject({ atEnd: false, hasMoreAfter: true });
    while (timeline.get().hasMoreAfter) await timeline.newer();
    while (timeline.get().hasMoreBefore) await timeline.older();
    expect(bodies(ann, id).filter((body) => body?.startsWith('line'))).toEqual(all);
  });
});

describe('a group', () => {
  it('shows the one who joins from his joining on, and lets the one who is removed go', async () => {
    const [ann, bob] = await Promise.all([person(node.url, 'ann'), person(node.url, 'bob')]);
    const { id } = await ann.api.conversations.group({ title: 'Lamps' });
    await ann.send(id, 'before').sent;
    await ann.api.conversations.addMembers(id, [idOf(bob)]);
    await soon(() => expect(bob.conversations.item(id)?.title).toBe('Lamps'));
    await bob.timeline(id).open();
    await ann.send(id, 'after').sent;
    await soon(() => expect(bodies(bob, id)).toContain('after'));
    expect(bodies(bob, id)).not.toContain('before');
    expect(bob.conversations.item(id)?.unread.messages).toBe(1);

    const removed: string[] = [];
    bob.on('removed', ({ conversationId }) => removed.push(conversationId));
    await ann.api.conversations.removeMember(id, idOf(bob));
    await soon(() => expect(removed).toEqual([id]));
    expect(bob.conversations.item(id)).toBeNull();
    await expect(bob.send(id, 'still here?').sent).rejects.toMatchObject({ status: 404 });
  });
});

const states = (client: ParleyClient, id: string) =>
  client
    .timeline(id)
    .get()
    .items.flatMap((item) => (item.kind === 'message' && item.mine ? [item.state] : []));
