import { Kafka, logLevel } from 'kafkajs';
import { until } from '../../../scripts/parts/until.js';
import type { EventEnvelope } from '../../../src/shared/event-envelope.js';
import { freshPrefix } from '../../support/parts.js';

export interface DumpedRecord {
  partition: number;
  key: string;
  headers: Record<string, string>;
  envelope: EventEnvelope;
}

export const plainClient = (brokers: string) =>
  new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING, retry: { retries: 10 } });

/** Everything a topic holds, read by a client that knows nothing of Parley. */
export async function dumpTopic(brokers: string, topic: string): Promise<DumpedRecord[]> {
  const kafka = plainClient(brokers);
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  const open = new Map(ends.filter((e) => e.high !== e.low).map((e) => [e.partition, Number(e.high)]));
  const records: DumpedRecord[] = [];
  if (open.size === 0) return records;
  const consumer = kafka.consumer({ groupId: freshPrefix() });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ partition, message }) => {
      const headers = Object.fromEntries(Object.entries(message.headers ?? {}).map(([k, v]) => [k, String(v)]));
      const envelope = JSON.parse(String(message.value)) as EventEnvelope;
      records.push({ partition, key: String(message.key), headers, envelope });
      if (Number(message.offset) + 1 >= open.get(partition)!) open.delete(partition);
    },
  });
  await until('the topic is read', 20_000, () => open.size === 0);
  await consumer.disconnect();
  return records;
}
