import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { Client } from './support/client.js';
import { startNode, type TestNode } from './support/node.js';

let node: TestNode;
let userId: string;
let client: Client;

beforeAll(async () => {
  node = await startNode({ databaseUrl: (await freshDatabase()).url });
  userId = await node.audience.createUser();
  client = await Client.connect(node.url, await node.token(userId));
}, 60_000);

afterAll(async () => {
  client?.close();
  await node?.close();
});

const body = () => ({ conversationId: newId(), clientMessageId: newId(), body: 'hello' });
const code = async (event: string, ...args: unknown[]) => {
  const ack = await client.ask(event, ...args);
  return ack.ok ? 'ok' : ack.error.code;
};

describe('client events', () => {
  it('answers through the ack', async () => {
    const input = body();
    const ack = await client.ask('message.send', input);
    expect(ack).toEqual({ ok: true, data: { id: input.clientMessageId, seq: 1, sentAt: '2026-01-01T00:00:00.000Z' } });
  });

  it.each([
    ['null', [null]],
    ['a number', [1]],
    ['an array', [[]]],
    ['nothing', []],
    ['further arguments', [body(), 'more']],
    ['a nested object', [{ ...body(), body: { $ne: null } }]],
    ['an unknown property', [{ ...body(), seq: 1 }]],
    ['a missing property', [{ conversationId: newId(), clientMessageId: newId() }]],
    ['a huge number', [{ ...body(), replyToSeq: 1e300 }]],
    ['a fraction', [{ ...body(), replyToSeq: 1.5 }]],
    ['__proto__', [JSON.parse(`{"__proto__":{"isAdmin":true},"conversationId":"${newId()}"}`)]],
  ])('C7 refuses %s as platform.validation', async (_, args) => {
    expect(await code('message.send', ...args)).toBe('platform.validation');
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });

  it('tells which rule was broken, without the value', async () => {
    const ack = await client.ask('message.send', { ...body(), conversationId: 'SECRET', extra: 'SECRET' });
    expect(ack.ok).toBe(false);
    const { errors, status, requestId } = (ack as { error: { errors: unknown; status: number; requestId: string } })
      .error;
    expect(status).toBe(400);
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ pointer: '/conversationId', rule: 'pattern' }),
        expect.objectContaining({ pointer: '/extra', rule: 'additionalProperties' }),
      ]),
    );
    expect(JSON.stringify(ack)).not.toContain('SECRET');
  });

  it.each(['join', 'error', '__proto__', 'constructor', 'toString', 'exception', 'closing'])(
    'C5 C6 does not know %s',
    async (event) => {
      expect(await code(event, {})).toBe('platform.not_found');
    },
  );

  it.each([
    ['throws', 'message.delete'],
    ['rejects', 'message.edit'],
    ['answers what cannot be sent', 'reaction.add'],
  ])('C25 gives a generic refusal when the handler %s, and lives', async (_, event) => {
    const ack = await client.ask(event, { conversationId: newId() });
    expect(ack).toMatchObject({ ok: false, error: { code: 'platform.internal', status: 500 } });
    expect(JSON.stringify(ack)).not.toContain('secret');
    expect(await code('message.send', body())).toBe('ok');
  });

  it('C7 handles an event without an ack, and one whose ack is no function', async () => {
    client.socket.emit('message.send', body());
    client.socket.emit('message.send', body(), 'not a function');
    expect(await code('message.send', body())).toBe('ok');
    expect(client.heard).toEqual([]);
  });

  it('keeps admin events from users', async () => {
    expect(await code('presence.set', { conversationId: newId() })).toBe('platform.forbidden');
    const admin = await Client.connect(node.url, await node.token(newId(), { isAdmin: true }));
    expect(await admin.ask('presence.set', { conversationId: newId() })).toEqual({ ok: true, data: {} });
    admin.close();
  });

  it('carries text that needs long frames and more than ASCII', async () => {
    const long = '🦜é'.repeat(3_999);
    expect(await code('message.send', { ...body(), body: long })).toBe('ok');
    expect(await code('message.send', { ...body(), body: `${long}abc` })).toBe('platform.validation');
  });
});
