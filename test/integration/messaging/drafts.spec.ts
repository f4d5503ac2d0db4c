import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import type { ConversationView, DraftView, Page, Problem, TokensView } from '../../../src/contract/index.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient } from '../identity/identity-client.js';

let database: pg.Client;
let nodes: RunningParley[];
let here: IdentityClient;
let there: IdentityClient;
let ann: TokensView;
let bob: TokensView;

beforeAll(async () => {
  const { url } = await freshDatabase();
  database = new pg.Client({ connectionString: url });
  await database.connect();
  nodes = await Promise.all([startNode(url), startNode(url)]);
  [here, there] = nodes.map((node) => new IdentityClient(node.url)) as [IdentityClient, IdentityClient];
  [ann, bob] = [await here.account('ann'), await here.account('bob')];
});
afterAll(async () => {
  await database.end();
  await Promise.all(nodes.map((node) => node.close()));
});

const group = async () => {
  const body = { kind: 'group', title: 'Tea', userIds: [bob.user.id] };
  return (await here.call<ConversationView>('POST', '/v1/conversations', { token: ann.accessToken, body })).body.id;
};
const save = (who: TokensView, id: string, body: object, at = here) =>
  at.call<DraftView & Problem>('PUT', `/v1/conversations/${id}/draft`, { token: who.accessToken, body });
const get = async (who: TokensView, id: string) =>
  (await there.call<DraftView>('GET', `/v1/conversations/${id}/draft`, { token: who.accessToken })).body;
const list = (who: TokensView, query = '') =>
  there.call<Page<DraftView> & Problem>('GET', `/v1/drafts${query}`, { token: who.accessToken });
const told = async (who: TokensView, id: string) => {
  const sql = `SELECT seq::int, payload FROM entries
    WHERE stream_id = $1 AND type = 'messaging.draft-changed.v1' AND payload->>'conversationId' = $2 ORDER BY seq`;
  return (await database.query<{ seq: number; payload: object }>(sql, [who.user.id, id])).rows;
};

describe('a draft', () => {
  it('is kept exactly as written, for its writer alone, on every node', async () => {
    const id = await group();
    expect(await get(ann, id)).toEqual({ conversationId: id, body: '', replyToSeq: null, updatedAt: null, atSeq: 0 });
    const text = ' half a thought, <b>👩‍👩‍👧</b>\n\n';
    const saved = (await save(ann, id, { body: text, replyToSeq: 1 })).body;
    expect(saved).toMatchObject({ conversationId: id, body: text, replyToSeq: 1 });
    expect(await get(ann, id)).toEqual(saved);
    expect((await list(ann)).body.items).toContainEqual(saved);
    expect(await get(bob, id)).toMatchObject({ body: '', atSeq: 0 });
    expect((await list(bob)).body.items).toEqual([]);
  });

  it('is told to the own log once a change, without a word of it', async () => {
    const id = await group();
    const seqs: number[] = [];
    for (const body of ['secret plans', 'secret plans', '', '']) {
      seqs.push((await save(ann, id, { body, replyToSeq: 1 })).body.atSeq);
    }
    expect(await told(ann, id)).toEqual([
      { seq: seqs[0], payload: { conversationId: id } },
      { seq: seqs[2], payload: { conversationId: id } },
    ]);
    expect([seqs[1], seqs[3]]).toEqual([seqs[0], seqs[2]]);
    expect(await get(ann, id)).toMatchObject({ body: '', replyToSeq: null, atSeq: seqs[3] });
    expect((await list(ann)).body.items.map((draft) => draft.conversationId)).not.toContain(id);
    const { rows } = await database.query(`SELECT 1 FROM entries WHERE payload::text LIKE '%secret plans%'`);
    expect(rows).toEqual([]);
  });

  it('is what the last of several writers at once wrote', async () => {
    const id = await group();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => save(ann, id, { body: `line ${i}` }, i % 2 ? here : there)),
    );
    const last = answers
      .map((answer) => answer.body)
      .sort((a, b) => a.atSeq - b.atSeq)
      .at(-1)!;
    expect(await get(ann, id)).toEqual(last);
    expect((await told(ann, id)).at(-1)?.seq).toBe(last.atSeq);
  });

  it('has the limits of a message, and may be blank', async () => {
    const id = await group();
    expect((await save(ann, id, { body: '👍'.repeat(8_000) })).status).toBe(200);
    expect((await save(ann, id, { body: '   ' })).body.body).toBe('   ');
    for (const body of ['x'.repeat(8_001), 'a\u0000b']) {
      expect(await save(ann, id, { body })).toMatchObject({ status: 400, body: { code: 'messaging.invalid_body' } });
    }
    expect(await save(ann, id, { body: 'x', replyToSeq: 0 })).toMatchObject({ status: 400 });
    expect(await save(ann, id, { body: 'x', replyToSeq: 999 })).toMatchObject({
      status: 404,
      body: { code: 'messaging.reply_target_not_found' },
    });
    expect(await save(ann, id, {})).toMatchObject({ status: 400, body: { code: 'platform.validation' } });
    expect(await get(ann, id)).toMatchObject({ body: '   ' });
  });

  it('is out of reach in a conversation one is not in (any more)', async () => {
    const id = await group();
    await save(bob, id, { body: 'mine' });
    await here.call('DELETE', `/v1/conversations/${id}/members/${bob.user.id}`, { token: ann.accessToken });
    const gone = { status: 404, body: { code: 'messaging.conversation_not_found' } };
    expect(await save(bob, id, { body: 'again' })).toMatchObject(gone);
    expect(await there.call('GET', `/v1/conversations/${id}/draft`, { token: bob.accessToken })).toMatchObject(gone);
    expect(await save(ann, newId(), { body: 'x' })).toMatchObject(gone);
    expect((await list(bob)).body.items.map((draft) => draft.conversationId)).not.toContain(id);
  });

  it('is listed page by page', async () => {
    const carl = await here.account('carl');
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) {
      const body = { kind: 'group', title: `Tea ${i}` };
      ids.push(
        (await here.call<ConversationView>('POST', '/v1/conversations', { token: carl.accessToken, body })).body.id,
      );
      await save(carl, ids[i]!, { body: `draft ${i}` });
    }
    const found: string[] = [];
    let cursor: string | undefined = '';
    while (cursor !== undefined) {
      const page: Page<DraftView> = (await list(carl, `?limit=2${cursor && `&cursor=${cursor}`}`)).body;
      found.push(...page.items.map((draft) => draft.conversationId));
      cursor = page.nextCursor;
    }
    expect(found).toEqual(ids.sort());
    expect(await list(carl, '?cursor=WyJhIl0')).toMatchObject({
      status: 400,
      body: { code: 'messaging.invalid_cursor' },
    });
  });
});
