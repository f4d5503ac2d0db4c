import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { FaultProxy } from '../../faults/proxy/fault-proxy.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith, freshPrefix, redisUrl } from '../../support/parts.js';
import { Client } from './support/client.js';
import { startNode, type TestNode } from './support/node.js';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

await describeWith('redis', 'a node that cannot reach Redis, beside one that can', () => {
  let proxy: FaultProxy;
  let cut: TestNode;
  let whole: TestNode;
  let anna: string;
  let room: string;
  let listener: Client;
  let sent = 0;

  beforeAll(async () => {
    const redis = await redisUrl();
    proxy = await FaultProxy.start({ target: Number(new URL(redis).port) });
    // The heads that are read in any case come too late to help.
    const shared = {
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
});
