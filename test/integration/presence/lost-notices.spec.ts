import { CommandBus } from '@nestjs/cqrs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createClient, type ParleyClient } from '../../../sdk/index.js';
import { CreateGroup } from '../../../src/groups/use-cases/create-group.js';
import { Database } from '../../../src/platform/database/index.js';
import { Journal } from '../../../src/platform/journal/index.js';
import { FaultProxy } from '../../faults/proxy/fault-proxy.js';
import { seedAccounts } from '../../support/accounts.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith, freshPrefix } from '../../support/parts.js';
import { type PresenceNode, startPresenceNode } from './node.js';

/** Heads come every 10 s, and a client asks within 5 s of them. */
const REPAIRED_MS = 25_000;

await describeWith(['postgres', 'redis'], 'notices that are lost between two nodes', (_postgres, redis) => {
  let proxy: FaultProxy;
  let whole: PresenceNode;
  let cut: PresenceNode;
  const clients: ParleyClient[] = [];

  beforeAll(async () => {
    proxy = await FaultProxy.start({ target: Number(new URL(redis).port) });
    const { url } = await freshDatabase();
    const prefix = { REDIS_PREFIX: freshPrefix() };
    whole = await startPresenceNode(url, { ...prefix, REDIS_URL: redis });
    cut = await startPresenceNode(url, { ...prefix, REDIS_URL: proxy.via(redis) });
  }, 60_000);
  afterAll(async () => {
    clients.forEach((client) => client.close());
    await Promise.all([whole?.close(), cut?.close()]);
    await proxy?.stop();
  });

  const connect = async (node: PresenceNode, userId: string) => {
    const client = createClient({ url: node.url, token: () => node.token(userId) });
    clients.push(client);
    await client.connect();
    await until(() => expect(client.connection.get().phase).toBe('live'));
    return client;
  };
  const until = (check: () => unknown, timeout = 10_000) => vi.waitFor(check, { timeout, interval: 50 });

  it('are asked for again by the client when the heads say that some may be missing', { timeout: 60_000 }, async () => {
    const [ann, bob, cem] = (await seedAccounts(whole.app.get(Database), whole.app.get(Journal), 3)) as [
      string,
      string,
      string,
    ];
    const group = new CreateGroup(ann, 'Tea', [bob, cem], 'joined');
    const { id } = await whole.app.get(CommandBus).execute(group);
    const [viewer, other] = [await connect(cut, ann), await connect(whole, cem)];
    const goes = await connect(whole, bob);
    const sent = await viewer.timeline(id).send('Tea at four').sent;
    for (const client of [viewer, other]) await client.askPresence([bob]);
    await until(() => expect(viewer.presence.of(bob).status).toBe('online'));
    const told: string[] = [];
    viewer.on('presence', (changes) => {
      for (const { userId, status } of changes) if (userId === bob) told.push(status);
    });

    proxy.cutOff();
    await other.timeline(id).markRead(sent.seq);
    goes.close();
    await until(() => expect(other.presence.of(bob).status).toBe('offline'));
    expect(told).not.toContain('offline');
    expect(viewer.timeline(id).seenBy(sent.seq)).toEqual([]);
    proxy.heal();

    await until(() => expect(told.at(-1)).toBe('offline'), REPAIRED_MS);
    await until(() => expect(viewer.timeline(id).seenBy(sent.seq)).toMatchObject([{ userId: cem }]), REPAIRED_MS);
    expect(viewer.connection.get().phase).toBe('live');
  });
});
