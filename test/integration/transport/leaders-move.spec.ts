import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Kafka as KafkaPart, startKafka } from '../../../scripts/parts/kafka.js';
import { required } from '../../../scripts/parts/part.js';
import { tempFolder } from '../../../scripts/parts/temp-folder.js';
import { until } from '../../../scripts/parts/until.js';
import { Config } from '../../../src/platform/config/index.js';
import { ALL_PUBLISHED } from '../../../src/platform/journal/relay/index.js';
import { kafkaFrom } from '../../../src/platform/transport/kafka/client.js';
import { KafkaPublisher } from '../../../src/platform/transport/kafka/publisher.js';
import { Topics } from '../../../src/platform/transport/kafka/topics.js';
import { describeWith } from '../../support/parts.js';
import { plainRecord } from './plain-record.js';
import { dumpTopic, plainClient } from './topic-dump.js';

const TOPIC = 'moving.messaging.events';
const VICTIM = 2;

await describeWith('kafka', 'records on their way while a broker dies', () => {
  let kafka: KafkaPart;
  let publisher: KafkaPublisher;
  beforeAll(async () => {
    kafka = required(await startKafka({ dir: tempFolder('leaders'), nodes: 3 }));
    const config = Config.from({
      ...{ DATABASE_URL: 'postgres://none', KAFKA_BROKERS: kafka.brokers, KAFKA_PREFIX: 'moving' },
      ...{ KAFKA_PARTITIONS: '12', KAFKA_REPLICATION: '3' },
    });
    const client = kafkaFrom(config);
    publisher = new KafkaPublisher(config, new Topics(client, config));
  }, 120_000);
  afterAll(async () => {
    await publisher?.close();
    await kafka?.stop();
  });

  const batch = (type: string) => Array.from({ length: 60 }, () => plainRecord({ type }));

  it(
    'are all in Kafka when it says so, although leaders moved to brokers that had answered before',
    { timeout: 240_000 },
    async () => {
      // A broker may not know yet of a topic that another one has just made: the relay tries again too.
      const first = batch('before');
      await until('the first batch is published', 60_000, () =>
        publisher.publish(first).then(
          (outcome) => outcome === ALL_PUBLISHED,
          () => false,
        ),
      );
      const victim = kafka.nodes[VICTIM - 1]!;
      await victim.kill('SIGSTOP');
      const records = batch('meanwhile');
      const published = publisher.publish(records).then(
        () => true,
        () => false,
      );
      const others = kafka.brokers.split(',').filter((_, i) => i !== VICTIM - 1);
      const admin = plainClient(others.join(',')).admin();
      await admin.connect();
      await until('the leaders have moved', 60_000, async () => {
        const { topics } = await admin.fetchTopicMetadata({ topics: [TOPIC] });
        return topics[0]!.partitions.every(({ leader }) => leader > 0 && leader !== VICTIM);
      });
      await victim.kill('SIGKILL');
      // Nothing can be said: the relay publishes such a batch again.
      if (!(await published))
        await until('it is published', 60_000, async () => Boolean(await publisher.publish(records)));
      await victim.restart();
      const there = new Set((await dumpTopic(kafka.brokers, TOPIC)).map(({ key }) => key));
      expect(records.filter(({ key }) => !there.has(key))).toEqual([]);
      await admin.disconnect();
    },
  );
});
