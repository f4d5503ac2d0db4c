import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { isMissing } from '../../../scripts/parts/part.js';
import { type Redis, startRedis } from '../../../scripts/parts/redis.js';
import { tempFolder } from '../../../scripts/parts/temp-folder.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith, freshPrefix } from '../../support/parts.js';
import { Client } from './support/client.js';
import { startNode, type TestNode } from './support/node.js';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
const until = (check: () => void, timeout: number) => vi.waitFor(check, { timeout, interval: 10 });

await describeWith('redis', 'Redis goes away and comes back', () => {
  // Its own: the run's shared one serves other specs.
  let redis: Redis;
  let one: TestNode;
  let two: TestNode;
  let anna: string;
  let room: string;
  let listener: Client;
  let sent = 0;
  const unexpected: unknown[] = [];
  const note = (error: unknown) => unexpected.push(error);

  beforeAll(async () => {
    const found = await startRedis({ dir: tempFolder('redis-loss') });
    if (isMissing(found)) throw new Error(found.missing);
    redis = found;
    process.on('unhandledRejection', note);
    const options = { databaseUrl: (await freshDatabase()).url, redisUrl: redis.url, prefix: freshPrefix() };
    one = await startNode(options);
    two = await startNode(options);
    anna = await one.audience.createUser();
    room = await one.audience.createConversation([anna]);
    listener = await Client.connect(two.url, await two.token(anna));
    await listener.resume();
  }, 60_000);

  afterAll(async () => {
    listener?.close();
    await Promise.all([one?.close(), two?.close()]);
    await redis?.stop();
    process.off('unhandledRejection', note);
    expect(unexpected).toEqual([]);
  });

  const send = async () => {
    await one.append(room, anna, `message ${++sent}`);
  };
  /** Milliseconds from the ack of a message on node one until a listener on node two saw it. */
  const live = async (timeout: number): Promise<number> => {
    await send();
    const ackedAt = performance.now();
    await until(() => expect(listener.seqs(room)).toEqual(upTo(sent)), timeout);
    return performance.now() - ackedAt;
  };
  /** The bus is fast again when an entry needs no polling. */
  const backToNormal = async () => {
    const since = performance.now();
    while ((await live(5_000)) > 100) if (performance.now() - since > 5_000) throw new Error('still polling after 5 s');
  };

  it('is fast while Redis is there', async () => {
    await live(1_000);
  });

  it.each(['SIGKILL', 'SIGSTOP'] as const)(
    'after %s delivers within 4 s, and normally within 5 s of the return',
    async (signal) => {
      await redis.kill(signal);
      const waits: number[] = [];
      for (let i = 0; i < 4; i++) waits.push(await live(4_000));
      expect(Math.max(...waits)).toBeLessThan(4_000);
      if (signal === 'SIGSTOP') await redis.kill('SIGCONT');
      else await redis.restart();
      await backToNormal();
    },
    60_000,
  );

  it('signs in and registers new sockets without Redis', async () => {
    await redis.kill('SIGKILL');
    const late = await Client.connect(two.url, await two.token(anna));
    expect((await late.resume())[room]).toEqual(upTo(sent));
    await send();
    await until(() => expect(late.seqs(room)).toEqual([sent]), 4_000);
    await redis.restart();
    await backToNormal();
    late.close();
  }, 30_000);
});
