import { CommandBus } from '@nestjs/cqrs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { required } from '../../../scripts/parts/part.js';
import { type Redis, startRedis } from '../../../scripts/parts/redis.js';
import { tempFolder } from '../../../scripts/parts/temp-folder.js';
import { type PresenceStatus, type PresenceView, type ServerEvents, TIMINGS } from '../../../src/contract/index.js';
import { CreateGroup } from '../../../src/groups/use-cases/create-group.js';
import { Database } from '../../../src/platform/database/index.js';
import { Journal } from '../../../src/platform/journal/index.js';
import { LeaseStore } from '../../../src/presence/persistence/lease-store.js';
import { KeepLeases } from '../../../src/presence/use-cases/keep-leases.js';
import { seedAccounts } from '../../support/accounts.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith, freshPrefix } from '../../support/parts.js';
import type { Client } from '../realtime/support/client.js';
import { type PresenceNode, startPresenceNode } from './node.js';

const NO_GHOST_MS = 35_000;

await describeWith(['postgres', 'redis'], 'presence when something falls silent', () => {
  // Its own: it is killed here.
  let redis: Redis;
  let a: PresenceNode;
  let b: PresenceNode;
  let viewer: Client;
  const clients: Client[] = [];
  const [ann, bob, cem, dan] = [0, 1, 2, 3] as const;
  let people: string[];

  beforeAll(async () => {
    redis = required(await startRedis({ dir: tempFolder('presence-silence') }));
    const { url } = await freshDatabase();
    const env = { REDIS_URL: redis.url, REDIS_PREFIX: freshPrefix() };
    [a, b] = await Promise.all([startPresenceNode(url, env), startPresenceNode(url, env)]);
    people = await seedAccounts(a.app.get(Database), a.app.get(Journal), 4);
    await a.app.get(CommandBus).execute(new CreateGroup(people[ann]!, 'Tea', people.slice(1), 'joined'));
    viewer = await connect(a, people[ann]!);
  });
  afterAll(async () => {
    clients.forEach((client) => client.close());
    await Promise.all([a?.close(), b?.close()]);
    await redis?.stop();
  });

  const connect = async (node: PresenceNode, userId: string) => {
    const client = await node.connect(userId);
    clients.push(client);
    return client;
  };
  const heardOf = (userId: string): PresenceStatus[] =>
    viewer.heard
      .filter((h) => h.event === 'presence')
      .flatMap((h) => (h.payload as unknown as ServerEvents['presence']).changes)
      .filter((change) => change.userId === userId)
      .map((change) => change.status);
  const statusOf = async (userId: string): Promise<PresenceStatus> => {
    const ack = await viewer.ask('presence.get', { userIds: [userId] });
    if (!ack.ok) throw new Error(ack.error.code);
    return (ack.data as unknown as { presence: PresenceView[] }).presence[0]!.status;
  };
  const within = (timeout: number, check: () => unknown) => vi.waitFor(check, { timeout, interval: 100 });

  it('shows no ghost of a link or a node that died, and nobody healthy as gone', { timeout: 60_000 }, async () => {
    await connect(b, people[bob]!);
    const silent = await connect(b, people[cem]!);
    // The link is half open: the server's pings get no answer, and no word comes any more.
    const { engine } = silent.socket.io as unknown as { engine: { _sendPacket(type: string): void } };
    expect(engine._sendPacket).toBeTypeOf('function');
    engine._sendPacket = () => undefined;
    // What a node leaves behind that was killed right after it had renewed its leases.
    const told = await b.app.get(LeaseStore).hold(people[dan]!, 'killed-node:phone', false, TIMINGS.presenceLeaseMs);
    expect(told).toEqual({ userId: people[dan], status: 'online' });
    const since = performance.now();
    await within(3_000, () => expect(heardOf(people[cem]!)).toEqual(['online']));
    expect(await statusOf(people[dan]!)).toBe('online');

    await within(NO_GHOST_MS, () => {
      expect(heardOf(people[cem]!)).toEqual(['online', 'offline']);
      expect(heardOf(people[dan]!)).toEqual(['offline']);
    });
    expect(performance.now() - since).toBeLessThan(NO_GHOST_MS);
    // Longer than a lease: it lives by answered pings and renewals alone.
    expect(performance.now() - since).toBeGreaterThan(TIMINGS.presenceLeaseMs - 2_000);
    expect(heardOf(people[bob]!)).toEqual(['online']);
    expect(await statusOf(people[bob]!)).toBe('online');
  });

  it('says unknown while Redis is down, and is right again by itself when an empty one comes back', async () => {
    const leaves = await connect(b, people[dan]!);
    await within(5_000, () => expect(heardOf(people[dan]!).at(-1)).toBe('online'));
    await redis.kill('SIGKILL');
    const release = vi.spyOn(b.app.get(KeepLeases), 'release');
    leaves.close();
    await within(3_000, async () => expect(await statusOf(people[bob]!)).toBe('unknown'));
    const headers = { authorization: `Bearer ${await a.token(people[ann]!)}` };
    const answer = await fetch(`${a.url}/v1/presence?userIds=${people[bob]}`, { headers });
    expect(await answer.json()).toMatchObject({ items: [{ userId: people[bob], status: 'unknown' }] });
    await within(15_000, () => expect(release).toHaveBeenCalled());
    await release.mock.results[0]!.value;
    expect(heardOf(people[dan]!).at(-1)).toBe('online');
    await redis.restart();
    await within(5_000, async () => expect(await statusOf(people[bob]!)).toBe('online'));
    expect(await statusOf(people[ann]!)).toBe('online');
    // Who left meanwhile is told of, although the empty Redis has never heard of him.
    await within(20_000, () => expect(heardOf(people[dan]!).at(-1)).toBe('offline'));
    expect(heardOf(people[bob]!)).not.toContain('offline');
  }, 60_000);
});
