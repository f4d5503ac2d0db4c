import { afterAll, beforeAll, expect, it } from 'vitest';
import { Config } from '../../../src/platform/config/index.js';
import { ALL_PUBLISHED } from '../../../src/platform/journal/relay/index.js';
import { kafkaFrom } from '../../../src/platform/transport/kafka/client.js';
import { KafkaPublisher } from '../../../src/platform/transport/kafka/publisher.js';
import { Topics } from '../../../src/platform/transport/kafka/topics.js';
import { newId } from '../../../src/shared/ids.js';
import { describeWith, freshPrefix } from '../../support/parts.js';
import { plainRecord } from './plain-record.js';
import { dumpTopic } from './topic-dump.js';

await describeWith('kafka', 'records of a node that was stopped on their way out', (brokers) => {
  const prefix = freshPrefix();
  let publisher: KafkaPublisher;
  beforeAll(() => {
    const config = Config.from({ DATABASE_URL: 'postgres://none', KAFKA_BROKERS: brokers, KAFKA_PREFIX: prefix });
    publisher = new KafkaPublisher(config, new Topics(kafkaFrom(config), config));
  });
  afterAll(() => publisher?.close());

  // One stream, so that they lie in one partition in order.
  const key = newId();
  const record = (fencing: number) => plainRecord({ key, shard: 7, fencing });
  const numbers = async () =>
    (await dumpTopic(brokers, `${prefix}.messaging.events`)).map(({ headers }) => headers['fencing']);

  it('are not written once somebody else holds their shard', async () => {
    expect(await publisher.publish([record(4)], () => true)).toEqual(ALL_PUBLISHED);
    // It was held when it was asked for, and is not any more when the bytes would leave.
    let held = true;
    const late = publisher.publish([record(4)], () => held);
    held = false;
    await expect(late).rejects.toThrow();
    expect(await numbers()).toEqual(['4']);
    expect(await publisher.publish([record(6)], () => true)).toEqual(ALL_PUBLISHED);
    expect(await numbers()).toEqual(['4', '6']);
  }, 60_000);
});
