import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Redis as RedisClient } from 'ioredis';
import { Kafka as KafkaClient, logLevel } from 'kafkajs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startKafka } from '../../../scripts/parts/kafka.js';
import { type Found, type Part, required } from '../../../scripts/parts/part.js';
import { startPostgres } from '../../../scripts/parts/postgres.js';
import { startRedis } from '../../../scripts/parts/redis.js';
import { tempFolder } from '../../../scripts/parts/temp-folder.js';
import { processStart } from '../../../src/platform/database/embedded/process-identity.js';
import { compileScript } from '../../support/compile-script.js';
import { ask, freshDatabase } from '../../support/database.js';
import { describeWith, freshPrefix } from '../../support/parts.js';

const parts: Part[] = [];

async function own<T extends Part>(starting: Promise<Found<T>>): Promise<T> {
  const began = Date.now();
  const part = required(await starting);
  console.info(`started in ${Date.now() - began} ms`);
  parts.push(part);
  return part;
}

afterEach(async () => void (await Promise.all(parts.splice(0).map((part) => part.stop()))));

const reply = (url: string, ms: number) => {
  const client = new RedisClient(url, { commandTimeout: ms, maxRetriesPerRequest: 0, retryStrategy: () => null });
  client.on('error', () => undefined);
  return client.incr('n').finally(() => client.disconnect());
};

// The tests' own Redis decides whether there can be one at all.
await describeWith('redis', 'Redis as a part', (shared) => {
  it('is there once for the whole run', async () => {
    expect(await reply(shared, 2_000)).toBeGreaterThan(0);
  });

  it('can be stopped, continued, killed and started again on its port, empty', async () => {
    const redis = await own(startRedis({ dir: tempFolder('redis') }));
    expect(await reply(redis.url, 2_000)).toBe(1);
    await redis.kill('SIGSTOP');
    await expect(reply(redis.url, 200)).rejects.toThrow();
    await redis.kill('SIGCONT');
    await vi.waitFor(async () => expect(await reply(redis.url, 2_000)).toBeGreaterThan(1));
    const before = redis.pid;
    await redis.kill('SIGKILL');
    await expect(reply(redis.url, 2_000)).rejects.toThrow();
    await redis.restart();
    expect(redis.pid).not.toBe(before);
    expect(await reply(redis.url, 2_000)).toBe(1);
  });

  it('dies, and its folder goes, with a parent that is killed', async () => {
    const script = await compileScript(join(import.meta.dirname, 'parts.child.ts'));
    const child = fork(script);
    const [{ folder, pids }] = (await once(child, 'message')) as [{ folder: string; pids: number[] }];
    expect(pids.map((pid) => processStart(pid) !== undefined)).toEqual([true, true]);
    child.kill('SIGKILL');
    await vi.waitFor(() => expect(pids.map((pid) => processStart(pid))).toEqual([undefined, undefined]), 15_000);
    await vi.waitFor(() => expect(existsSync(folder)).toBe(false), 15_000);
  });
});

describe('Postgres as a part', () => {
  it('keeps what was committed over a kill and a restart on its port', async () => {
    const postgres = await own(startPostgres({ dir: tempFolder('postgres') }));
    await ask(postgres.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    await postgres.kill('SIGKILL');
    await expect(ask(postgres.url, 'SELECT 1')).rejects.toThrow();
    await postgres.restart();
    expect(await ask(postgres.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });
});

await describeWith('kafka', 'Kafka as a part', () => {
  const client = (brokers: string) =>
    new KafkaClient({ brokers: brokers.split(','), logLevel: logLevel.NOTHING, retry: { initialRetryTime: 50 } });

  async function send(brokers: string, topic: string, value: string): Promise<void> {
    const producer = client(brokers).producer({ idempotent: true });
    await producer.connect();
    try {
      await producer.send({ topic, acks: -1, messages: [{ key: 'k', value }] });
    } finally {
      await producer.disconnect();
    }
  }

  async function read(brokers: string, topic: string, count: number): Promise<string[]> {
    const consumer = client(brokers).consumer({ groupId: freshPrefix(), maxWaitTimeInMs: 100 });
    const values: string[] = [];
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({ eachMessage: async ({ message }) => void values.push(message.value!.toString()) });
    await vi.waitFor(() => expect(values.length).toBeGreaterThanOrEqual(count), 20_000);
    await consumer.disconnect();
    return values;
  }

  it('keeps records over a kill and a restart on its port', { timeout: 60_000 }, async () => {
    const kafka = await own(startKafka({ dir: tempFolder('kafka') }));
    const topic = freshPrefix();
    const admin = client(kafka.brokers).admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: 2 }] });
    await admin.disconnect();
    await send(kafka.brokers, topic, 'one');
    await kafka.kill('SIGKILL');
    await kafka.restart();
    await send(kafka.brokers, topic, 'two');
    expect(await read(kafka.brokers, topic, 2)).toEqual(['one', 'two']);
  });
});

describe('a fresh database', () => {
  it('has the schema, and its rows are seen by nobody else', async () => {
    const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
    expect(await ask(one.url, 'SELECT count(*)::int AS n FROM streams')).toEqual([{ n: 0 }]);
    await ask(one.url, 'CREATE TABLE mine AS SELECT 1 AS n');
    await expect(ask(two.url, 'SELECT * FROM mine')).rejects.toMatchObject({ code: '42P01' });
    await one.drop();
    await expect(ask(one.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
  });
});
