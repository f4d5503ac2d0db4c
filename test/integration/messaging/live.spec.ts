import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Ack, ConversationView, ResumeResult, SendResult, TokensView } from '../../../src/contract/index.js';
import { RateLimits } from '../../../src/platform/rate-limit/index.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient } from '../identity/identity-client.js';
import { Barrier } from '../realtime/support/barrier.js';
import { Client } from '../realtime/support/client.js';

type Running = Awaited<ReturnType<typeof startNode>>;

await describeWith('postgres', 'messaging over sockets and REST, one whole server', () => {
  let server: Running;
  let rest: IdentityClient;
  let names = 0;
  const clients: Client[] = [];

  beforeAll(async () => {
    const { url } = await freshDatabase();
    server = await startNode(url, { SEND_PER_SECOND: '100000', SEND_BURST: '100000' });
    rest = new IdentityClient(server.url);
  });
  afterAll(async () => {
    clients.forEach((c) => c.close());
    await server?.close();
  });

  const account = (): Promise<TokensView> => rest.account(`user${++names}`);
  const connect = async ({ accessToken }: TokensView): Promise<Client> => {
    const client = await Client.connect(server.url, accessToken);
    clients.push(client);
    return client;
  };
  const group = async (owner: TokensView, others: TokensView[]): Promise<string> => {
    const body = { kind: 'group', title: 'Group', userIds: others.map((o) => o.user.id) };
    const { status, text } = await rest.call('POST', '/v1/conversations', { token: owner.accessToken, body });
    expect(status, text).toBe(201);
    return (JSON.parse(text) as ConversationView).id;
  };
  const ask = async <T>(client: Client, event: string, body: object): Promise<T> => {
    const ack = (await client.ask(event, body)) as unknown as Ack<T>;
    if (!ack.ok) throw new Error(`${event}: ${JSON.stringify(ack.error)}`);
    return ack.data;
  };
  const resume = (client: Client, epoch: string | null = null, conversations = {}, userSeq = 0) =>
    ask<ResumeResult>(client, 'sync.resume', { epoch, userSeq, conversations });
  const send = (client: Client, conversationId: string, body: string, over = {}) =>
    ask<SendResult>(client, 'message.send', { conversationId, clientMessageId: newId(), body, ...over });
  const heardAll = (client: Client, id: string, upTo: number) => expect.poll(() => client.seqs(id).at(-1)).toBe(upTo);

  it('delivers what is sent over either door to every member, once and in order', async () => {
    const [ann, bob] = [await account(), await account()];
    const id = await group(ann, [bob]);
    const [a, b] = [await connect(ann), await connect(bob)];
    await Promise.all([resume(a), resume(b)]);
    const first = await send(a, id, 'over the socket');
    const path = `/v1/conversations/${id}/messages`;
    const body = { clientMessageId: newId(), body: `hello @${ann.user.username}, @all`, replyToSeq: first.seq };
    const posted = await rest.call<SendResult>('POST', path, { token: bob.accessToken, body });
    expect(posted.status, posted.text).toBe(200);
    const message = `${path}/${posted.body.seq}`;
    const call = async (method: string, at: string, json?: object) => {
      const { status, text } = await rest.call(method, at, { token: bob.accessToken, body: json });
      expect(status, text).toBe(200);
      return JSON.parse(text) as { seq: number };
    };
    await call('PATCH', message, { body: 'edited' });
    await call('PUT', `${message}/reactions/${encodeURIComponent('👍')}`);
    await call('DELETE', `${message}/reactions/${encodeURIComponent('👍')}`);
    await call('DELETE', message);
    const head = posted.body.seq + 4;
    for (const client of [a, b]) {
      await heardAll(client, id, head);
      expect(client.seqs(id)).toEqual([first.seq, ...Array.from({ length: 5 }, (_, i) => posted.body.seq + i)]);
    }
    expect(a.events[1]!.data).toMatchObject({ mentions: [ann.user.id], mentionsAll: true, replyToSeq: first.seq });
    expect(await call('GET', message)).toMatchObject({ body: null, seq: posted.body.seq });
  });

  it('keeps the order of what one socket sends when the limiter answers for a later one first', async () => {
    const ann = await account();
    const id = await group(ann, []);
    const a = await connect(ann);
    const late = new Barrier();
    const consume = vi.spyOn(RateLimits.prototype, 'consume');
    const allowed = { allowed: true, limit: 1, remaining: 1, resetMs: 0 };
    consume.mockImplementationOnce(() => late.pass().then(() => allowed)).mockResolvedValueOnce(allowed);
    const [first, second] = [send(a, id, 'first'), send(a, id, 'second')];
    // Long enough for the second to be stored, if nothing kept it.
    await resume(a);
    late.open();
    consume.mockRestore();
    expect((await second).seq).toBe((await first).seq + 1);
  });

  it('B8 answers a resume with the range, a reset or the removal, and then with nothing missing or twice (I11)', async () => {
    const [ann, bob] = [await account(), await account()];
    const [here, lost, fresh] = [await group(ann, [bob]), await group(ann, [bob]), await group(ann, [])];
    const a = await connect(ann);
    const { epoch } = await resume(a);
    const sent: number[] = [];
    for (let i = 0; i < 5; i++) sent.push((await send(a, here, `missed ${i}`)).seq);
    await rest.call('DELETE', `/v1/conversations/${lost}/members/${bob.user.id}`, { token: ann.accessToken });
    await rest.call('POST', `/v1/conversations/${fresh}/members`, {
      token: ann.accessToken,
      body: { userIds: [bob.user.id] },
    });

    const b = await connect(bob);
    const running = { on: true };
    const noise = (async () => {
      while (running.on) await send(a, here, 'while bob resumes');
    })();
    const positions = { [here]: sent[1]!, [lost]: 1, [newId()]: 4 };
    const { conversations, user } = await resume(b, epoch, positions);
    running.on = false;
    await noise;
    const last = await send(a, here, 'the last');
    await heardAll(b, here, last.seq);
    const range = conversations[here] as Extract<ResumeResult['conversations'][string], { kind: 'range' }>;
    expect(range.kind).toBe('range');
    expect([...range.events.map((e) => e.seq), ...b.seqs(here)]).toEqual(
      Array.from({ length: last.seq - sent[1]! }, (_, i) => sent[1]! + 1 + i),
    );
    expect(range.events[0]).toMatchObject({
      conversationId: here,
      type: 'messaging.message-sent.v1',
      data: { body: 'missed 2' },
    });
    expect(range.unread.atSeq).toBe(range.headSeq);
    expect(conversations[lost]).toEqual({ kind: 'removed' });
    expect(conversations[fresh]).toMatchObject({ kind: 'reset', headSeq: 2 });
    expect(Object.values(conversations).filter((c) => c.kind === 'removed')).toHaveLength(2);
    expect(user.kind).toBe('range');

    const other = await connect(bob);
    const reset = await resume(other, newId(), { [here]: 1 }, 1);
    expect([reset.epoch, reset.user.kind, reset.conversations[here]!.kind]).toEqual([epoch, 'reset', 'reset']);
    const tooFar = await resume(other, epoch, { [here]: last.seq + 1 }, 999);
    expect([tooFar.user.kind, tooFar.conversations[here]!.kind]).toEqual(['reset', 'reset']);
  });

  it('answers ranges and resumes over REST as over the socket', async () => {
    const ann = await account();
    const id = await group(ann, []);
    const a = await connect(ann);
    const { epoch } = await resume(a);
    for (let i = 0; i < 3; i++) await send(a, id, `m${i}`);
    const over = await ask<object>(a, 'sync.range', { conversationId: id, fromSeq: 2, toSeq: 3 });
    const get = await rest.call('GET', `/v1/conversations/${id}/events?fromSeq=2&toSeq=3`, { token: ann.accessToken });
    expect(get.body).toEqual(over);
    expect(get.headers.get('content-type')).toContain('application/json');
    expect(over).toMatchObject({ headSeq: 4, reset: false, events: [{ seq: 2 }, { seq: 3 }] });
    const body = { epoch, userSeq: 0, conversations: { [id]: 2 } };
    // Her own log is told of the group by a consumer, perhaps between the two.
    await vi.waitFor(async () => {
      const post = await rest.call('POST', '/v1/sync', { token: ann.accessToken, body });
      expect(post.body).toEqual(await ask(a, 'sync.resume', body));
    });
    expect(await ask(a, 'sync.range', { conversationId: id, fromSeq: 9 })).toEqual({
      headSeq: 4,
      events: [],
      reset: false,
    });
    expect(await a.ask('sync.range', { conversationId: newId(), fromSeq: 1 })).toMatchObject({
      ok: false,
      error: { code: 'messaging.conversation_not_found', status: 404 },
    });
  });

  it('tells the others of receipts, at most once a second, and the own devices through the own log', async () => {
    const [ann, bob] = [await account(), await account()];
    const id = await group(ann, [bob]);
    const [a, b, b2] = [await connect(ann), await connect(bob), await connect(bob)];
    await Promise.all([a, b, b2].map((c) => resume(c)));
    for (let i = 0; i < 4; i++) await send(a, id, `m${i}`);
    const receipts = () => a.heard.filter((h) => h.event === 'receipts').map((h) => h.payload['receipts'] as unknown[]);
    expect(await ask(b, 'receipt.delivered', { conversationId: id, seq: 2 })).toEqual({ deliveredSeq: 2, readSeq: 1 });
    await expect.poll(() => receipts().length).toBe(1);
    await ask(b, 'receipt.delivered', { conversationId: id, seq: 5 });
    expect(await ask(b, 'receipt.read', { conversationId: id, seq: 3 })).toEqual({
      deliveredSeq: 5,
      readSeq: 3,
      unread: { messages: 2, mentions: 0, atSeq: 5 },
    });
    await expect.poll(() => receipts().length, { timeout: 3_000 }).toBe(2);
    expect(receipts()[1]).toEqual([{ userId: bob.user.id, deliveredSeq: 5, readSeq: 3 }]);
    const moves = b2.userEvents.filter((e) => e.type === 'messaging.cursor-moved.v1').map((e) => e.data);
    expect(moves.at(-1)).toEqual({ conversationId: id, deliveredSeq: 5, readSeq: 3 });
    const passed = async (seq: number) =>
      (await rest.call('GET', `/v1/conversations/${id}/messages/${seq}/receipts`, { token: ann.accessToken })).body;
    const time = expect.stringMatching(/^\d{4}-.*Z$/) as string;
    await expect.poll(() => passed(3)).toEqual([{ userId: bob.user.id, deliveredAt: time, readAt: time }]);
    expect(await passed(5)).toEqual([{ userId: bob.user.id, deliveredAt: time, readAt: null }]);
  });

  it('refuses bad events with their code, storing nothing, and the socket lives on', async () => {
    const ann = await account();
    const id = await group(ann, []);
    const a = await connect(ann);
    await resume(a);
    const code = async (event: string, body: unknown) => {
      const ack = await a.ask(event, body);
      return ack.ok ? 'ok' : ack.error.code;
    };
    const good = { conversationId: id, clientMessageId: newId(), body: 'x' };
    for (const bad of [
      null,
      'x',
      7,
      [],
      {},
      { ...good, more: 1 },
      { ...good, body: 7 },
      { ...good, clientMessageId: 'x' },
    ])
      expect(await code('message.send', bad)).toBe('platform.validation');
    expect(await code('message.send', { ...good, replyToSeq: 0 })).toBe('platform.validation');
    expect(await code('message.send', { ...good, body: '\u200b' })).toBe('messaging.invalid_body');
    expect(await code('receipt.read', { conversationId: id, seq: 99 })).toBe('messaging.receipt_past_head');
    expect(await code('sync.resume', { epoch: 'x', userSeq: -1, conversations: [] })).toBe('platform.validation');
    const page = await rest.call('GET', `/v1/conversations/${id}/messages?limit=201`, { token: ann.accessToken });
    expect(page.body).toMatchObject({ status: 400, code: 'platform.validation', errors: [{ pointer: '/limit' }] });
    expect(await send(a, id, 'still here')).toMatchObject({ seq: 2 });
  });
});
