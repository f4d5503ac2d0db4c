import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import type {
  ConversationPreviewView,
  ConversationView,
  HistoryVisibility,
  TokensView,
} from '../../../src/contract/index.js';
import { newId } from '../../../src/shared/ids.js';
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
  const limits = { SEND_PER_SECOND: '1000', SEND_BURST: '1000' };
  nodes = await Promise.all([startNode(url, limits), startNode(url, limits)]);
  [here, there] = nodes.map((node) => new IdentityClient(node.url)) as [IdentityClient, IdentityClient];
  [ann, bob] = [await here.account('ann'), await here.account('bob')];
});
afterAll(() => Promise.all(nodes.map((node) => node.close())));

const call = async <T>(who: TokensView, method: string, path: string, body?: unknown, at = here): Promise<T> => {
  const answer = await at.call<T>(method, path, { token: who.accessToken, body });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}`);
  return answer.body;
};
const group = async (historyVisibility: HistoryVisibility, ...userIds: string[]) => {
  const form = { kind: 'group', title: 'Tea', historyVisibility, userIds };
  return (await call<ConversationView>(ann, 'POST', '/v1/conversations', form)).id;
};
const say = async (who: TokensView, id: string, body: string) => {
  const path = `/v1/conversations/${id}/messages`;
  return call<{ id: string; seq: number; sentAt: string }>(who, 'POST', path, { clientMessageId: newId(), body });
};
const preview = async (who: TokensView, id: string) =>
  (await call<ConversationPreviewView[]>(who, 'GET', '/v1/previews', undefined, there)).find(
    (found) => found.conversationId === id,
  );
const add = (id: string, who: TokensView) =>
  call(ann, 'POST', `/v1/conversations/${id}/members`, { userIds: [who.user.id] });

describe('the preview of a conversation', () => {
  it('is its last message as it now stands, with its text shortened', async () => {
    const id = await group('joined', bob.user.id);
    expect(await preview(ann, id)).toEqual({ conversationId: id, atSeq: 1, lastMessage: null });
    await say(ann, id, 'first');
    const { sentAt, ...sent } = await say(bob, id, '👍'.repeat(121));
    const lastMessage = {
      ...sent,
      authorId: bob.user.id,
      body: '👍'.repeat(120),
      shortened: true,
      sentAt,
      deletedAt: null,
    };
    for (const who of [ann, bob]) expect(await preview(who, id)).toEqual({ conversationId: id, atSeq: 3, lastMessage });

    const path = `/v1/conversations/${id}/messages/${sent.seq}`;
    await call(bob, 'PATCH', path, { body: 'x'.repeat(120) });
    expect((await preview(ann, id))?.lastMessage).toMatchObject({ body: 'x'.repeat(120), shortened: false });
    await call(bob, 'DELETE', path);
    expect((await preview(ann, id))?.lastMessage).toMatchObject({
      seq: sent.seq,
      body: null,
      shortened: false,
      deletedAt: expect.any(String),
    });
  });

  it('begins where one may read', async () => {
    const [joined, shared] = [await group('joined'), await group('shared')];
    for (const id of [joined, shared]) {
      await say(ann, id, 'before bob');
      await add(id, bob);
    }
    expect(await preview(bob, joined)).toMatchObject({ lastMessage: null });
    expect(await preview(bob, shared)).toMatchObject({ lastMessage: { body: 'before bob' } });
    await say(ann, joined, 'after');
    expect(await preview(bob, joined)).toMatchObject({ lastMessage: { body: 'after' } });
  });

  it('B6 is gone with the membership, and shows nothing of the time between after a return', async () => {
    const id = await group('joined', bob.user.id);
    await say(ann, id, 'with bob');
    await call(ann, 'DELETE', `/v1/conversations/${id}/members/${bob.user.id}`);
    expect(await preview(bob, id)).toBeUndefined();
    await say(ann, id, 'without bob');
    await add(id, bob);
    expect(await preview(bob, id)).toMatchObject({ lastMessage: null });
  });
});
