import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Ack, ConversationView, SendResult } from '../../../src/contract/index.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient } from '../identity/identity-client.js';
import { Client } from '../realtime/support/client.js';

const QUEUE = 10;

await describeWith('postgres', 'more sends than the database takes', () => {
  let server: Awaited<ReturnType<typeof startNode>>;
  let database: pg.Client;
  let client: Client;
  let conversationId: string;

  beforeAll(async () => {
    const { url } = await freshDatabase();
    server = await startNode(url, { SEND_PER_SECOND: '1000', SEND_BURST: '1000', APPEND_QUEUE: `${QUEUE}` });
    const rest = new IdentityClient(server.url);
    const { accessToken } = await rest.account('ann');
    const made = await rest.call('POST', '/v1/conversations', {
      token: accessToken,
      body: { kind: 'group', title: 'Group', userIds: [] },
    });
    conversationId = (JSON.parse(made.text) as ConversationView).id;
    client = await Client.connect(server.url, accessToken);
    database = new pg.Client(url);
    await database.connect();
  });
  afterAll(async () => {
    client?.close();
    await database?.end();
    await server?.close();
  });

  const send = (body: unknown = 'hello') =>
    client.ask('message.send', { conversationId, clientMessageId: newId(), body }) as unknown as Promise<
      Ack<SendResult>
    >;

  it('refuses at the door while the queue is full, stores exactly what it acks, and goes on afterwards', async () => {
    await database.query('BEGIN');
    await database.query('SELECT FROM streams WHERE stream_id = $1 FOR UPDATE', [conversationId]);
    // Some are in flight, ten wait behind them, and from then on each further one is refused at once.
    const asked: Promise<Ack<SendResult>>[] = [];
    let refused: Ack<SendResult> | null = null;
    while (!refused && asked.length <= QUEUE * 10) {
      const answer = send();
      asked.push(answer);
      refused = await Promise.race([answer, new Promise<null>((later) => setTimeout(later, 20, null))]);
    }
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'platform.overloaded', status: 503, retryAfterMs: 500, requestId: expect.any(String) as string },
    });
    // At the door: before anything else is looked at.
    expect(await send({ not: 'a text' })).toMatchObject({ ok: false, error: { code: 'platform.overloaded' } });
    // What appends nothing is served.
    expect(await client.ask('sync.resume', { epoch: null, userSeq: 0, conversations: {} })).toMatchObject({ ok: true });
    await database.query('ROLLBACK');

    const acked = (await Promise.all(asked)).filter((a) => a.ok);
    expect(acked.length).toBeGreaterThanOrEqual(QUEUE);
    expect((await send()).ok).toBe(true);
    const stored = await database.query('SELECT count(*)::int AS n FROM messages WHERE conversation_id = $1', [
      conversationId,
    ]);
    expect(stored.rows[0]).toEqual({ n: acked.length + 1 });
  });
});
