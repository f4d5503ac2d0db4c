import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../scripts/parts/until.js';
import type { RunningParley } from '../../../src/boot.js';
import type { ConversationView, EntryType, NotificationPage, TokensView } from '../../../src/contract/index.js';
import { Journal, JournalReader, shardOf, type StreamKind } from '../../../src/platform/journal/index.js';
import { newId } from '../../../src/shared/ids.js';
import { openDatabase } from '../../support/open-database.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient } from '../identity/identity-client.js';

type Rest = IdentityClient;
const SENT = 'messaging.message-sent.v1';

export interface Place {
  url: string;
  env: Record<string, string>;
}

/** The list as its owner sees it, over either form of the transport. */
export function describeInbox(form: string, environment: () => Promise<Place>) {
  describe(`notifications: ${form}`, () => {
    let place: Place;
    let node: RunningParley;
    let rest: Rest;
    let store: Awaited<ReturnType<typeof openDatabase>>;
    let journal: Journal;
    let [ann, bob, cat] = [] as unknown as [TokensView, TokensView, TokensView];

    beforeAll(async () => {
      place = await environment();
      node = await startNode(place.url, place.env);
      rest = new IdentityClient(node.url);
      store = await openDatabase(place.url);
      journal = new Journal(store.database, store.config);
      [ann, bob, cat] = await Promise.all([rest.account('ann'), rest.account('bob'), rest.account('cat')]);
    });
    afterAll(async () => {
      await store?.close();
      await node?.close();
    });

    const call = async <T>(who: TokensView, method: string, path: string, body?: unknown) => {
      const answer = await rest.call<T>(method, path, { token: who.accessToken, body });
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}`);
      return answer.body;
    };
    const list = (who: TokensView, query = '') => call<NotificationPage>(who, 'GET', `/v1/notifications${query}`);
    const about = async (who: TokensView, conversationId: string) =>
      (await list(who, '?limit=200')).items.filter((n) => n.conversationId === conversationId);
    const sees = (who: TokensView, conversationId: string, seqs: number[]) =>
      until(`the list has ${seqs.join()} of ${conversationId}`, 15_000, async () => {
        const found = (await about(who, conversationId)).map((n) => n.seq).sort((a, b) => a - b);
        return JSON.stringify(found) === JSON.stringify(seqs);
      });
    const direct = (from: TokensView, to: TokensView) =>
      call<ConversationView>(from, 'POST', '/v1/conversations', { kind: 'direct', userId: to.user.id });
    const group = (from: TokensView, ...others: TokensView[]) =>
      call<ConversationView>(from, 'POST', '/v1/conversations', {
        kind: 'group',
        title: 'Tea',
        userIds: others.map((o) => o.user.id),
      });
    const say = async (from: TokensView, conversationId: string, body = 'hello') => {
      const path = `/v1/conversations/${conversationId}/messages`;
      return (await call<{ seq: number }>(from, 'POST', path, { clientMessageId: newId(), body })).seq;
    };
    /** Entries as another node would commit them. */
    const entry = (kind: StreamKind, streamId: string, from: TokensView, type: EntryType, payload: object) =>
      store.database.transaction(async (tx) => {
        const actorId = from.user.id;
        const { seq } = await journal.appendWithin(tx, { kind, streamId, type, actorId, payload, aclVersion: null });
        return seq;
      });
    const mention = (from: TokensView, id: string, mentions: TokensView[], mentionsAll = false) =>
      entry('conversation', id, from, SENT, { mentions: mentions.map((m) => m.user.id), mentionsAll });
    const readTo = (who: TokensView, conversationId: string, readSeq: number, deliveredSeq = readSeq) =>
      entry('user', who.user.id, who, 'messaging.cursor-moved.v1', { conversationId, deliveredSeq, readSeq });
    const knowsReading = (who: TokensView, conversationId: string) =>
      until('the reading is known', 15_000, async () => {
        const key = [shardOf(who.user.id), who.user.id, conversationId];
        const sql = 'SELECT 1 FROM notification_reads WHERE shard = $1 AND user_id = $2 AND conversation_id = $3';
        return (await store.database.named('test-read', sql, key)).length > 0;
      });
    const ownLog = async (who: TokensView, type: string) => {
      const entries = await new JournalReader(store.database).range('user', who.user.id, 1, 10_000, 10_000);
      return entries.filter((e) => e.type === type).map((e) => JSON.parse(e.payloadJson) as Record<string, unknown>);
    };
    const toldOf = async (who: TokensView) =>
      (await ownLog(who, 'notifications.added.v1')).flatMap(
        (added) => added['notifications'] as Array<{ conversationId: string; conversationSeq: number }>,
      );
    const unread = async (who: TokensView) => {
      const { unread, items } = await list(who, '?limit=200');
      expect(unread).toBe(items.filter((n) => n.readAt === null).length);
      return unread;
    };

    it('lists a direct message for the other one, and takes it back when it is read', async () => {
      const { id } = await direct(ann, bob);
      const seq = await say(ann, id);
      await sees(bob, id, [seq]);
      expect((await about(bob, id))[0]).toMatchObject({ kind: 'direct', actorId: ann.user.id, readAt: null });
      expect(await about(ann, id)).toEqual([]);
      await readTo(bob, id, seq);
      await sees(bob, id, []);
      await unread(bob);
      expect((await toldOf(bob)).filter((n) => n.conversationId === id)).toHaveLength(1);
    });

    it('lists nothing that was read before the message was looked at', async () => {
      const { id } = await direct(ann, cat);
      await readTo(cat, id, 3);
      await knowsReading(cat, id);
      const seqs = [await say(ann, id), await say(ann, id), await say(ann, id)];
      expect(seqs).toEqual([2, 3, 4]);
      await sees(cat, id, [4]);
    });

    it('lists an invitation and mentions, of members only, and withdraws what is deleted or left', async () => {
      const { id } = await group(ann, bob);
      await sees(bob, id, [1]);
      await call(ann, 'POST', `/v1/conversations/${id}/members`, { userIds: [cat.user.id] });
      await sees(cat, id, [2]);
      expect((await about(cat, id))[0]).toMatchObject({ kind: 'invitation', actorId: ann.user.id });
      await say(ann, id, 'plain talk');
      const named = await mention(ann, id, [bob, ann]);
      const all = await mention(bob, id, [], true);
      await sees(bob, id, [1, named]);
      await sees(cat, id, [2, all]);
      await sees(ann, id, [all]);
      await entry('conversation', id, ann, 'messaging.message-deleted.v1', { targetSeq: named });
      await sees(bob, id, [1]);
      await call(ann, 'DELETE', `/v1/conversations/${id}/members/${cat.user.id}`);
      await sees(cat, id, []);
      await Promise.all([ann, bob, cat].map(unread));
    });

    it('keeps an invitation while messages are only delivered, and takes it back when one is read', async () => {
      const { id } = await group(ann, bob);
      await sees(bob, id, [1]);
      const seq = await say(ann, id);
      // As a device of bob's tells that it has the message: what he has read begins where he came in.
      await readTo(bob, id, 1, seq);
      await knowsReading(bob, id);
      await sees(bob, id, [1]);
      await readTo(bob, id, seq);
      await sees(bob, id, []);
      await unread(bob);
    });

    it('tells whoever muted a conversation of mentions alone, by edits too', async () => {
      const { id } = await direct(ann, bob);
      const mute = (muted: boolean) => call(bob, 'PATCH', `/v1/conversations/${id}/settings`, { muted });
      await mute(true);
      const unheard = await say(ann, id);
      const named = await say(ann, id, 'are you there, @bob?');
      await sees(bob, id, [named]);
      const edit = async (body: string) => call(ann, 'PATCH', `/v1/conversations/${id}/messages/${unheard}`, { body });
      await edit('and now?');
      await edit('and now, @bob?');
      await sees(bob, id, [unheard, named]);
      const told = (await toldOf(bob)).filter((n) => n.conversationId === id).map((n) => n.conversationSeq);
      expect(told.slice(-2)).toEqual([named, unheard]);
      await mute(false);
      const heard = await say(ann, id);
      await sees(bob, id, [unheard, named, heard]);
      const { id: groupId } = await group(ann, bob);
      await call(bob, 'PATCH', `/v1/conversations/${groupId}/settings`, { muted: true });
      const all = await mention(ann, groupId, [], true);
      await sees(bob, groupId, [1, all]);
    });

    it('follows the mentions of an edit', async () => {
      const { id } = await group(ann, bob, cat);
      const seq = await mention(ann, id, [bob]);
      await sees(bob, id, [1, seq]);
      const edit = { targetSeq: seq, mentions: [cat.user.id], mentionsAll: false };
      await entry('conversation', id, ann, 'messaging.message-edited.v1', edit);
      await sees(cat, id, [1, seq]);
      await sees(bob, id, [1]);
    });

    it('takes one or all as read, pages, counts, and tells the log', async () => {
      const { id } = await direct(cat, bob);
      for (let i = 0; i < 5; i++) await say(cat, id);
      await sees(bob, id, [2, 3, 4, 5, 6]);
      const before = await unread(bob);
      const first = await list(bob, '?limit=2');
      const second = await list(bob, `?limit=2&cursor=${first.nextCursor}`);
      expect([...first.items, ...second.items].map((n) => n.seq)).toEqual([6, 5, 4, 3]);
      const path = `/v1/notifications/${first.items[0]!.id}/read`;
      expect(await call(bob, 'POST', path)).toEqual({ unread: before - 1 });
      expect(await call(bob, 'POST', path)).toEqual({ unread: before - 1 });
      await expect(call(ann, 'POST', path)).rejects.toThrow('notifications.not_found');
      expect(await call(bob, 'POST', '/v1/notifications/read')).toEqual({ unread: 0 });
      expect(await unread(bob)).toBe(0);
      const told = await ownLog(bob, 'notifications.read.v1');
      expect(told.slice(-2)).toEqual([
        { notificationIds: [first.items[0]!.id], unread: before - 1 },
        { notificationIds: 'all', unread: 0 },
      ]);
      await readTo(bob, id, 6);
      await sees(bob, id, []);
    });

    it('stays as it is when everything is delivered again, even to a consumer that forgot how far it was', async () => {
      const { id } = await group(cat, ann, bob);
      const gone = await mention(ann, id, [bob]);
      const kept = await mention(ann, id, [bob]);
      await entry('conversation', id, ann, 'messaging.message-deleted.v1', { targetSeq: gone });
      await sees(bob, id, [1, kept]);
      const before = await list(bob, '?limit=200');
      const added = await toldOf(bob);
      await node.close();
      await store.database.hot.query('DELETE FROM consumer_positions');
      await store.database.hot.query(
        `INSERT INTO outbox (shard, stream_id, seq) SELECT shard, stream_id, seq FROM entries ORDER BY occurred_at, seq`,
      );
      node = await startNode(place.url, place.env);
      rest = new IdentityClient(node.url);
      await until('all of it was consumed again', 20_000, async () => {
        const sql = `SELECT 1 FROM streams s WHERE EXISTS (SELECT FROM outbox) OR (s.shard = $1 AND s.stream_id = $2 AND NOT EXISTS (
          SELECT FROM consumer_positions p WHERE p.consumer = 'notifications.inbox' AND p.stream_id = s.stream_id AND p.seq >= $3))`;
        return (await store.database.named('test-again', sql, [shardOf(id), id, kept + 1])).length === 0;
      });
      const after = await list(bob, '?limit=200');
      expect(after.items).toEqual(before.items);
      expect(await unread(bob)).toBe(before.unread);
      const again = (await toldOf(bob)).slice(added.length);
      expect(again.filter((n) => n.conversationId === id && n.conversationSeq === kept)).toEqual([]);
    });
  });
}
