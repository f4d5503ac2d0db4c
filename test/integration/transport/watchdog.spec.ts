import { type Consumer as Member, Kafka } from 'kafkajs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { until } from '../../../scripts/parts/until.js';
import { Config } from '../../../src/platform/config/index.js';
import { kafkaFrom } from '../../../src/platform/transport/kafka/client.js';
import { ReactionConsumer } from '../../../src/platform/transport/kafka/reaction-consumer.js';
import { Topics } from '../../../src/platform/transport/kafka/topics.js';
import { Watchdog } from '../../../src/platform/transport/kafka/watchdog.js';
import { ReactionRunner } from '../../../src/platform/transport/reaction-runner.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith, freshPrefix } from '../../support/parts.js';
import { probeApp, type ProbeApp } from './probe-app.js';

const SENT = 'messaging.message-sent.v1';

await describeWith(['postgres', 'kafka'], 'the watchdog of consumers', (_, brokers) => {
  const members: Member[] = [];
  const seen: number[] = [];
  let probe: ProbeApp;
  let kafka: Kafka;
  let consumer: ReactionConsumer;

  beforeAll(async () => {
    const url = (await freshDatabase()).url;
    const env = { DATABASE_URL: url, KAFKA_BROKERS: brokers, KAFKA_PREFIX: freshPrefix(), KAFKA_PARTITIONS: '2' };
    probe = await probeApp(env);
    const config = Config.from(env);
    kafka = kafkaFrom(config);
    const build = kafka.consumer.bind(kafka);
    vi.spyOn(kafka, 'consumer').mockImplementation((options) => {
      const member = build(options);
      members.push(member);
      return member;
    });
    const look = async (all: readonly { sequence: string }[]) => void seen.push(...all.map(seqOf));
    const on = new Map([[SENT, Object.assign(look, { together: true })]]);
    const topics = new Topics(kafka, config);
    const runner = probe.app.get(ReactionRunner);
    consumer = new ReactionConsumer({ name: 'probe.silent', on }, kafka, topics, runner, () => Promise.resolve());
    consumer.start();
  });
  afterAll(async () => {
    await consumer?.stop();
    await probe?.close();
  });

  it('builds a consumer anew that is a member of its group, has records waiting and asks for none', async () => {
    const stream = await probe.open();
    await probe.append(stream, SENT, { n: 1 });
    await until('the first is seen', 30_000, () => seen.length === 1);
    // A member that is paused goes on telling the group that it lives: as silent as one of kafkajs's own lapses.
    // The latest: one whose topics were not there yet has been given up before.
    const before = members.length;
    members.at(-1)!.pause(consumer.subscribed.map((topic) => ({ topic })));
    await probe.append(stream, SENT, { n: 2 });
    await until('the outbox is empty', 10_000, probe.outboxEmpty);
    expect(seen).toEqual([1]);

    const watchdog = new Watchdog(kafka, [consumer], { everyMs: 200, stuckMs: 1_000 });
    watchdog.start();
    await until('the second is seen', 30_000, () => seen.length === 2);
    await watchdog.stop();
    expect(seen).toEqual([1, 2]);
    expect(members.length).toBeGreaterThan(before);
  });

  it('leaves one alone that has nothing to do', async () => {
    const before = members.length;
    consumer.lastProgress = performance.now() - 5_000;
    const asked = vi.spyOn(kafka, 'admin');
    const watchdog = new Watchdog(kafka, [consumer], { everyMs: 50, stuckMs: 1_000 });
    watchdog.start();
    await until(
      'it has looked and found nothing waiting',
      10_000,
      () => performance.now() - consumer.lastProgress < 1_000,
    );
    await watchdog.stop();
    expect(asked).toHaveBeenCalled();
    expect(members).toHaveLength(before);
  });
});

const seqOf = ({ sequence }: { sequence: string }): number => Number(sequence);
