import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import type {
  ConversationSettingsView,
  ConversationView,
  Page,
  Problem,
  ResumeResult,
  TokensView,
} from '../../../src/contract/index.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient } from '../identity/identity-client.js';

let nodes: RunningParley[];
let here: IdentityClient;
let there: IdentityClient;
let ann: TokensView;
let bob: TokensView;

beforeAll(async () => {
  const { url } = await freshDatabase();
  nodes = await Promise.all([startNode(url), startNode(url)]);
  [here, there] = nodes.map((node) => new IdentityClient(node.url)) as [IdentityClient, IdentityClient];
  [ann, bob] = [await here.account('ann'), await here.account('bob')];
});
afterAll(() => Promise.all(nodes.map((node) => node.close())));

const group = async () => {
  const body = { kind: 'group', title: 'Tea', userIds: [bob.user.id] };
  return (await here.call<ConversationView>('POST', '/v1/conversations', { token: ann.accessToken, body })).body.id;
};
const change = (who: TokensView, id: string, body: object, at = here) =>
  at.call<ConversationSettingsView & Problem>('PATCH', `/v1/conversations/${id}/settings`, {
    token: who.accessToken,
    body,
  });
const view = async (who: TokensView, id: string) =>
  (await there.call<ConversationView>('GET', `/v1/conversations/${id}`, { token: who.accessToken })).body;
/** What one's own log says of a conversation's settings. */
const told = async (who: TokensView, id: string) => {
  const body = { epoch: null, userSeq: 0, conversations: {} };
  const { epoch } = (await here.call<ResumeResult>('POST', '/v1/sync', { token: who.accessToken, body })).body;
  const again = { ...body, epoch };
  const { user } = (await here.call<ResumeResult>('POST', '/v1/sync', { token: who.accessToken, body: again })).body;
  if (user.kind !== 'range') throw new Error('the log is longer than this test expects');
  return user.events.flatMap((event) =>
    event.type === 'groups.settings-changed.v1' && event.data.conversationId === id ? [event] : [],
  );
};

describe('what a member set for himself', () => {
  it('is his own, part of every view of the conversation, on every node', async () => {
    const id = await group();
    expect((await view(ann, id)).settings).toEqual({ favourite: false, muted: false, atSeq: 0 });
    const first = (await change(ann, id, { favourite: true })).body;
    expect(first).toMatchObject({ favourite: true, muted: false });
    const second = (await change(ann, id, { muted: true }, there)).body;
    expect(second).toMatchObject({ favourite: true, muted: true });
    expect(second.atSeq).toBeGreaterThan(first.atSeq);

    expect((await view(ann, id)).settings).toEqual(second);
    expect((await view(bob, id)).settings).toEqual({ favourite: false, muted: false, atSeq: 0 });
    const list = await there.call<Page<ConversationView>>('GET', '/v1/conversations', { token: ann.accessToken });
    expect(list.body.items.find((item) => item.id === id)?.settings).toEqual(second);
  });

  it("is told to his own log, once a change, under the number the settings carry, and to nobody else's", async () => {
    const id = await group();
    const answers = [{ favourite: true }, { favourite: true }, {}, { favourite: false, muted: true }];
    const seqs: number[] = [];
    for (const body of answers) seqs.push((await change(ann, id, body)).body.atSeq);
    expect(new Set(seqs.slice(0, 3)).size).toBe(1);
    expect((await told(ann, id)).map(({ seq, data }) => [seq, data])).toEqual([
      [seqs[0], { conversationId: id, favourite: true, muted: false }],
      [seqs[3], { conversationId: id, favourite: false, muted: true }],
    ]);
    expect(await told(bob, id)).toEqual([]);
  });

  it('ends as its log says when two devices change it at once on two nodes', async () => {
    const id = await group();
    const flip = (i: number) =>
      i % 2 ? change(ann, id, { favourite: i % 4 === 1 }) : change(ann, id, { muted: i % 4 === 2 }, there);
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => flip(i)));
    expect(answers.map((answer) => answer.status)).toEqual(Array(8).fill(200));
    const { atSeq, ...settings } = (await view(ann, id)).settings;
    const last = (await told(ann, id)).at(-1)!;
    expect([atSeq, { conversationId: id, ...settings }]).toEqual([last.seq, last.data]);
  });

  it('does not exist for whoever is not a member (any more), and comes back with him', async () => {
    const id = await group();
    const kept = (await change(bob, id, { favourite: true })).body;
    const token = ann.accessToken;
    await here.call('DELETE', `/v1/conversations/${id}/members/${bob.user.id}`, { token });
    expect(await change(bob, id, { favourite: false })).toMatchObject({
      status: 404,
      body: { code: 'groups.not_found' },
    });
    await here.call('POST', `/v1/conversations/${id}/members`, { token, body: { userIds: [bob.user.id] } });
    await vi.waitFor(async () => expect((await view(bob, id)).settings).toEqual(kept));
  });
});
