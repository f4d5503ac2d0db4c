import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { RunningParley } from '../../src/boot.js';
import type { ConversationView, NotificationPage, TokensView } from '../../src/contract/index.js';
import { newId } from '../../src/shared/ids.js';
import { freshDatabase } from '../support/database.js';
import { describeWith, freshPrefix } from '../support/parts.js';
import { startNode } from '../support/start-node.js';

await describeWith(['postgres', 'redis', 'kafka'], 'processes with one role each', (_postgres, redis, kafka) => {
  const nodes: Record<string, RunningParley> = {};
  let socket: Socket | undefined;

  beforeAll(async () => {
    const { url } = await freshDatabase();
    const shared = {
      REDIS_URL: redis,
      REDIS_PREFIX: freshPrefix(),
      KAFKA_BROKERS: kafka,
      KAFKA_PREFIX: freshPrefix(),
    };
    for (const role of ['http', 'realtime', 'relay', 'consumers'])
      nodes[role] = await startNode(url, { ...shared, ROLES: role, KAFKA_PARTITIONS: '2' });
  });
  afterAll(async () => {
    socket?.disconnect();
    await Promise.all(Object.values(nodes).map((node) => node.close()));
  });

  const call = async <T>(method: string, path: string, token: string, body?: object): Promise<T> => {
    const answer = await fetch(`${nodes['http']!.url}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
    return (await answer.json()) as T;
  };
  const account = (name: string): Promise<TokensView> =>
    call('POST', '/v1/auth/register', '', {
      username: `${name}-${newId().slice(-8)}`,
      password: 'quiet otter 41 lamps',
    });

  it('make one deployment: REST here, sockets there, relay and consumers elsewhere', async () => {
    const [ann, bob] = [await account('ann'), await account('bob')];
    const path = '/v1/conversations';
    const { id } = await call<ConversationView>('POST', path, ann.accessToken, { kind: 'direct', userId: bob.user.id });

    socket = io(nodes['realtime']!.url, { transports: ['websocket'], auth: { token: bob.accessToken } });
    const bodies: unknown[] = [];
    socket.on('event', (event: { data: { body?: string } }) => bodies.push(event.data.body));
    await socket.emitWithAck('sync.resume', { epoch: null, userSeq: 0, conversations: {} });

    await call('POST', `${path}/${id}/messages`, ann.accessToken, {
      clientMessageId: newId(),
      body: 'over four processes',
    });
    await vi.waitFor(() => expect(bodies).toContain('over four processes'), { timeout: 10_000 });
    await vi.waitFor(
      async () => {
        const list = await call<NotificationPage>('GET', '/v1/notifications', bob.accessToken);
        expect(list.items).toHaveLength(1);
      },
      { timeout: 30_000, interval: 200 },
    );
  });

  it('answer only what is theirs', async () => {
    expect((await fetch(`${nodes['relay']!.url}/v1/server`)).status).toBe(404);
    expect((await fetch(`${nodes['relay']!.url}/health/ready`)).status).toBe(200);
    const refused = io(nodes['http']!.url, { transports: ['websocket'], reconnection: false, auth: { token: 'x' } });
    await new Promise((resolve) => refused.once('connect_error', resolve));
    refused.disconnect();
  });
});
