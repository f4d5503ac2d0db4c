import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../../scripts/parts/until.js';
import type { RunningParley } from '../../../src/boot.js';
import type { ConversationView, TokensView } from '../../../src/contract/index.js';
import type { Tx } from '../../../src/platform/database/index.js';
import { Journal, shardOf } from '../../../src/platform/journal/index.js';
import { freshDatabase } from '../../support/database.js';
import { openDatabase } from '../../support/open-database.js';
import { describeWith } from '../../support/parts.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient } from '../identity/identity-client.js';

/** Enough for both lanes of the local transport to be at work at the same time. */
const EACH = 60;

await describeWith('postgres', 'two batches that concern the same users', () => {
  let url: string;
  let node: RunningParley;
  let store: Awaited<ReturnType<typeof openDatabase>>;
  beforeAll(async () => {
    url = (await freshDatabase()).url;
    node = await startNode(url);
    store = await openDatabase(url);
  });
  afterAll(async () => {
    await store.close();
    await node?.close();
  });

  const deadlocks = async () => {
    const sql = 'SELECT deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()';
    return (await store.database.hot.query<{ n: number }>(sql)).rows[0]!.n;
  };
  const waiting = async () => {
    const sql = `SELECT count(*)::int AS n FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO notification_inboxes%'`;
    return (await store.database.hot.query<{ n: number }>(sql)).rows[0]!.n;
  };
  const connections = async () => {
    const sql = 'SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database()';
    return (await store.database.hot.query<{ n: number }>(sql)).rows[0]!.n;
  };
  const outboxEmpty = async () => (await store.database.hot.query('SELECT 1 FROM outbox LIMIT 1')).rowCount === 0;

  /** Two users and two conversations: what one's message makes the other's lane lock, and the other way round. */
  async function crossed() {
    const rest = new IdentityClient(node.url);
    const author = await rest.account('author');
    for (let i = 0; i < 200; i++) {
      const [even, odd] = [await rest.account(`even${i}`), await rest.account(`odd${i}`)];
      if (shardOf(even.user.id) % 2 !== 0 || shardOf(odd.user.id) % 2 !== 1) continue;
      const direct = async (to: TokensView) => {
        const body = { kind: 'direct', userId: to.user.id };
        const made = await rest.call<ConversationView>('POST', '/v1/conversations', {
          token: author.accessToken,
          body,
        });
        return made.body.id;
      };
      const [toOdd, toEven] = [await direct(odd), await direct(even)];
      if (shardOf(toOdd) % 2 === 0 && shardOf(toEven) % 2 === 1) return { author, even, odd, toOdd, toEven };
    }
    throw new Error('no such pair in two hundred');
  }

  it('do not wait for one another: their effects lock in one order', async () => {
    const { author, even, odd, toOdd, toEven } = await crossed();
    const journal = new Journal(store.database, store.config);
    const say = (tx: Tx, to: string) => {
      const payload = { mentions: [], mentionsAll: false };
      const said = { kind: 'conversation', streamId: to, type: 'messaging.message-sent.v1' } as const;
      return journal.appendWithin(tx, { ...said, actorId: author.user.id, payload, aclVersion: null });
    };
    const read = (tx: Tx, who: TokensView, conversationId: string, readSeq: number) => {
      const payload = { conversationId, deliveredSeq: readSeq, readSeq };
      const moved = { kind: 'user', streamId: who.user.id, type: 'messaging.cursor-moved.v1' } as const;
      return journal.appendWithin(tx, { ...moved, actorId: who.user.id, payload, aclVersion: null });
    };
    /** The even lane gets messages for `odd` and what `even` reads, the odd one the reverse; all in one commit. */
    const live = (from: number, to: number) =>
      store.database.transaction(async (tx) => {
        for (let n = from; n <= to; n++) {
          await say(tx, toOdd);
          await say(tx, toEven);
          await read(tx, even, toEven, n);
          await read(tx, odd, toOdd, n);
        }
      });
    // Afterwards each has an inbox, and nothing needs a look into the log.
    await live(1, 1);
    await until('the outbox is empty', 10_000, outboxEmpty);
    const [before, own] = [await deadlocks(), await connections()];
    // Neither gets ahead of the other: both find their first user locked, and go on at the same moment.
    await store.database.transaction(async (tx) => {
      const users = [even.user.id, odd.user.id];
      await tx.query('SELECT FROM notification_inboxes WHERE user_id = ANY ($1::uuid[]) FOR UPDATE', [users]);
      await live(2, EACH);
      await until('both lanes wait', 15_000, async () => (await waiting()) === 2);
    });
    await until('all of it was consumed', 30_000, outboxEmpty);
    // What a connection has to tell of deadlocks it tells at its end at the latest.
    await node.close();
    await until('its connections have ended', 10_000, async () => (await connections()) < own);
    expect(await deadlocks()).toBe(before);
  });
});
