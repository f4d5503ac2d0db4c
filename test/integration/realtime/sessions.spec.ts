import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { JwtService } from '@nestjs/jwt';
import { RevokedSessions } from '../../../src/platform/auth/index.js';
import { TokenKeys } from '../../../src/platform/auth/token-keys.js';
import { Database } from '../../../src/platform/database/index.js';
import { Readiness } from '../../../src/platform/health/index.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { Connections } from '../../../src/platform/realtime/connection/connections.js';
import { Client } from './support/client.js';
import { TestGateway } from './support/gateway.js';
import { startNode, type TestNode } from './support/node.js';

const until = (check: () => void, timeout = 6_000) => vi.waitFor(check, { timeout, interval: 10 });

let databaseUrl: string;
let node: TestNode;
let userId: string;
let clients: Client[] = [];

beforeAll(async () => {
  databaseUrl = (await freshDatabase()).url;
});

beforeEach(async () => {
  node = await startNode({
    databaseUrl,
    settings: { SOCKETS_PER_USER: '3', DRAIN_MS: '300' },
    timings: { sweepEveryMs: 50 },
  });
  userId = await node.audience.createUser();
}, 30_000);

afterEach(async () => {
  for (const client of clients) client.close();
  clients = [];
  await node.close();
});

const connect = async (token: string): Promise<Client> => {
  const client = await Client.connect(node.url, token);
  clients.push(client);
  return client;
};
const closing = (client: Client) => client.heard.find((h) => h.event === 'closing')?.payload;
/** A real token of this deployment with a lifetime of the test's choosing. */
const lapsingIn = (seconds: number, sessionId: string) =>
  node.app
    .get(JwtService, { strict: false })
    .signAsync(
      { sid: sessionId, adm: false },
      { ...node.app.get(TokenKeys, { strict: false }).signOptions(), subject: userId, expiresIn: seconds },
    );

describe('a live socket', () => {
  it('is asked to refresh its token and goes on when it does', async () => {
    const sessionId = newId();
    const client = await connect(await lapsingIn(2, sessionId));
    await until(() => expect(client.heard.map((h) => h.event)).toEqual(['auth.refresh-needed']));
    const answer = await client.ask('auth.refresh', { token: await node.token(userId, { sessionId }) });
    expect(answer).toEqual({ ok: true, data: { expiresAt: expect.stringMatching(/Z$/) } });
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(client.socket.connected).toBe(true);
    expect(client.heard).toHaveLength(1);
  }, 15_000);

  it('has the signature of its token checked once, however often it comes', async () => {
    const verify = vi.spyOn(node.app.get(JwtService, { strict: false }), 'verifyAsync');
    const token = await lapsingIn(60, newId());
    for (let i = 0; i < 3; i++) (await connect(token)).close();
    expect(verify).toHaveBeenCalledTimes(1);
  });

  it('C21 is closed when its token lapses', async () => {
    const client = await connect(await lapsingIn(1, newId()));
    await until(() => expect(closing(client)).toEqual({ reason: 'token_expired', reconnect: true }));
    await until(() => expect(client.socket.connected).toBe(false));
  });

  it.each([
    ['another user', () => ({ userId: newId(), sessionId: undefined })],
    ['another session', () => ({ userId, sessionId: newId() })],
  ])('C21 is closed when it offers the token of %s', async (_, who) => {
    const client = await connect(await node.token(userId));
    const other = who();
    const answer = await client.ask('auth.refresh', { token: await node.token(other.userId, other) });
    expect(answer).toMatchObject({ ok: false, error: { code: 'platform.unauthenticated' } });
    await until(() => expect(client.socket.connected).toBe(false));
    expect(closing(client)).toMatchObject({ reconnect: false });
  });

  it('A13 ends on every node within 5 s of the revocation of its session', async () => {
    const other = await startNode({ databaseUrl });
    try {
      const sessionId = newId();
      const [here, survivor] = [
        await connect(await node.token(userId, { sessionId })),
        await connect(await node.token(userId)),
      ];
      const there = await Client.connect(other.url, await node.token(userId, { sessionId }));
      clients.push(there);
      await node.app
        .get(Database)
        .transaction((tx) => node.app.get(RevokedSessions).revokeWithin(tx, userId, [sessionId]));
      for (const client of [here, there]) {
        await until(() => expect(closing(client)).toEqual({ reason: 'session_revoked', reconnect: false }), 5_000);
        await until(() => expect(client.socket.connected).toBe(false));
      }
      expect(survivor.socket.connected).toBe(true);
    } finally {
      await other.close();
    }
  }, 20_000);

  it('C4 R14 is closed when it is the oldest and its user has one too many', async () => {
    const four: Client[] = [];
    for (let i = 0; i < 4; i++) four.push(await connect(await node.token(userId)));
    await until(() => expect(closing(four[0]!)).toEqual({ reason: 'too_many_sockets', reconnect: false }));
    await until(() => expect(four.map((c) => c.socket.connected)).toEqual([false, true, true, true]));
  });

  it('is told and handed over when the node stops, and what is in flight is answered', async () => {
    const client = await connect(await node.token(userId));
    await client.resume();
    const idle = await connect(await node.token(userId));
    const gateway = node.app.get(TestGateway);
    let letGo = (): void => undefined;
    gateway.held = new Promise((resolve) => (letGo = resolve));
    const [onServer] = [...node.app.get(Connections)];
    const answer = client.ask('message.send', { conversationId: newId(), clientMessageId: newId(), body: 'last' });
    await until(() => expect(onServer!.unanswered).toBe(1));
    const stopped = node.close();
    const readiness = node.app.get(Readiness).check();
    // Its turn to go is behind the other's.
    await until(() => expect(idle.socket.connected).toBe(false));
    expect(client.heard.map((h) => h.event)).toEqual(['server.draining']);
    letGo();
    expect((await answer).ok).toBe(true);
    await until(() => expect(client.socket.connected).toBe(false));
    expect(client.heard.map((h) => h.event)).toEqual(['server.draining', 'closing']);
    expect(client.heard[0]!.payload).toEqual({ retryAfterMs: expect.any(Number) });
    expect(closing(client)).toEqual({ reason: 'draining', reconnect: true });
    expect((await readiness).checks.accepting).toBe('failed');
    await stopped;
    await expect(Client.connect(node.url, 'x')).rejects.toThrow();
  });

  it('is not served by a node without the role', async () => {
    const worker = await startNode({ databaseUrl, settings: { ROLES: 'http,relay' } });
    await expect(Client.connect(worker.url, await worker.token(userId))).rejects.toThrow();
    await worker.close();
  });
});
