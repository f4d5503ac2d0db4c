import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { FaultProxy } from '../../faults/proxy/fault-proxy.js';
import { Bus } from '../../../src/platform/realtime/index.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith, freshPrefix, redisUrl } from '../../support/parts.js';
import { Client } from './support/client.js';
import { startNode, type TestNode } from './support/node.js';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

await describeWith('redis', 'a node that cannot reach Redis, beside one that can', () => {
  let proxy: FaultProxy;
  let redis: string;
  let shared: { databaseUrl: string; prefix: string; timings: { headsEveryMs: number } };
  let cut: TestNode;
  let whole: TestNode;
  let anna: string;
  let room: string;
  let listener: Client;
  let sent = 0;

  beforeAll(async () => {
    redis = await redisUrl();
    proxy = await FaultProxy.start({ target: Number(new URL(redis).port) });
    // The heads that are read in any case come too late to help.
    shared = {
      databaseUrl: (await freshDatabase()).url,
      prefix: freshPrefix(),
      timings: { headsEveryMs: 600_000 },
    };
    cut = await startNode({ ...shared, redisUrl: proxy.via(redis) });
    whole = await startNode({ ...shared, redisUrl: redis });
    anna = await cut.audience.createUser();
    room = await cut.audience.createConversation([anna]);
    listener = await Client.connect(whole.url, await whole.token(anna));
    await listener.resume();
  }, 60_000);

  afterAll(async () => {
    listener?.close();
    await Promise.all([cut?.close(), whole?.close()]);
    await proxy?.stop();
  });

  const seenWithin = async (timeout: number) => {
    await cut.append(room, anna, `message ${++sent}`);
    await vi.waitFor(() => expect(listener.seqs(room)).toEqual(upTo(sent)), { timeout, interval: 10 });
  };

  it('is heard at once before', () => seenWithin(1_000));

  it.each(['cut off', 'stalled'])('%s: what it commits is seen on the other node within 4 s', async (how) => {
    if (how === 'cut off') proxy.cutOff();
    else proxy.impair({ up: { stalled: true }, down: { stalled: true } });
    for (let i = 0; i < 3; i++) await seenWithin(4_000);
    // Committed while it is away, and nobody waits for it: the last one before the link is back.
    await cut.append(room, anna, `message ${++sent}`);
    proxy.heal();
    await vi.waitFor(() => expect(listener.seqs(room)).toEqual(upTo(sent)), { timeout: 4_000, interval: 10 });
  });

  it(
    'tells the sockets of others, with the heads, that notices of its own may be lost',
    { timeout: 30_000 },
    async () => {
      const other = await startNode({ ...shared, redisUrl: redis, timings: { headsEveryMs: 200 } });
      try {
        const hears = await Client.connect(other.url, await other.token(anna));
        await hears.resume();
        const missed = () => hears.heard.filter(({ event }) => event === 'heads').at(-1)?.payload['missed'] as number;
        // The silence of the test before is over.
        await vi.waitFor(() => expect(other.app.get(Bus).up).toBe(true), { timeout: 10_000 });
        await vi.waitFor(() => expect(missed()).toBeDefined());
        const before = missed();
        proxy.cutOff();
        cut.realtime.toUser(anna, 'typing', { conversationId: room, userId: anna, typing: true });
        await vi.waitFor(() => expect(missed()).toBeGreaterThan(before), { timeout: 5_000, interval: 50 });
        expect(hears.heard.some(({ event }) => event === 'typing')).toBe(false);
      } finally {
        proxy.heal();
        await other.close();
      }
    },
  );
});
