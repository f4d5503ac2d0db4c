import { type Kafka, type Message, Partitioners, type Producer, type TopicMessages } from 'kafkajs';
import type { Config } from '../../config/index.js';
import { ALL_PUBLISHED, type OutgoingRecord, type PublishOutcome } from '../../journal/relay/index.js';
import { CONTENT_TYPE } from '../delivery.js';
import { Acknowledged } from './acknowledged.js';
import { kafkaFrom } from './client.js';
import type { Topics } from './topics.js';

/** What the broker says of a record that it will never take as it is. */
const REFUSALS = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD', 'INVALID_TIMESTAMP']);
const TIMEOUT_MS = 10_000;
const always = (): boolean => true;

/**
 * An idempotent producer with acks from all replicas in sync. Any failure throws the producer away: kafkajs reuses sequence
 * numbers after a batch that failed in part, and the broker would then take new records for repeats and drop them.
 */
export class KafkaPublisher {
  private readonly kafka: Kafka;
  private connecting: Promise<Producer> | undefined;
  private readonly acknowledged = new Acknowledged();
  private mayLeave: () => boolean = always;

  constructor(
    config: Config,
    private readonly topics: Topics,
  ) {
    this.kafka = kafkaFrom(config, () => this.mayLeave());
  }

  /** One call at a time. */
  async publish(records: readonly OutgoingRecord[], mayLeave = always): Promise<PublishOutcome> {
    this.mayLeave = mayLeave;
    try {
      await this.send(records);
      return ALL_PUBLISHED;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return await this.oneByOne(records);
    } finally {
      this.mayLeave = always;
    }
  }

  /** To one topic, outside the relay's records. */
  async produce(topic: string, message: Message): Promise<void> {
    await this.safely([{ topic, messages: [message] }]);
  }

  async close(): Promise<void> {
    const producer = await this.connecting?.catch(() => undefined);
    this.connecting = undefined;
    await producer?.disconnect();
  }

  private async send(records: readonly OutgoingRecord[]): Promise<void> {
    const byTopic = new Map<string, Message[]>();
    for (const record of records) {
      const topic = this.topics.events(record.module);
      const messages = byTopic.get(topic) ?? [];
      messages.push(asMessage(record));
      byTopic.set(topic, messages);
    }
    await this.safely([...byTopic].map(([topic, messages]) => ({ topic, messages })));
  }

  private async safely(topicMessages: TopicMessages[]): Promise<void> {
    await this.withProducer(
      topicMessages.map(({ topic }) => topic),
      async (producer) => {
        const answer = await producer.sendBatch({ topicMessages, acks: -1, timeout: TIMEOUT_MS });
        this.acknowledged.verify(topicMessages, answer);
      },
    );
  }

  /** Finds out which records of a refused batch are to blame. What follows one of them in its stream is held back. */
  private async oneByOne(records: readonly OutgoingRecord[]): Promise<PublishOutcome> {
    const refused = new Map<OutgoingRecord, Error>();
    const heldBack = new Set<OutgoingRecord>();
    const keys = new Set<string>();
    for (const record of records) {
      if (keys.has(record.key)) {
        heldBack.add(record);
        continue;
      }
      try {
        await this.send([record]);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        refused.set(record, error as Error);
        keys.add(record.key);
      }
    }
    return { refused, heldBack };
  }

  private async withProducer(topics: readonly string[], work: (producer: Producer) => Promise<unknown>): Promise<void> {
    try {
      await this.topics.ensure(topics);
      await work(await this.connected());
    } catch (error) {
      this.topics.forget();
      await this.close().catch(() => undefined);
      throw error;
    }
  }

  private connected(): Promise<Producer> {
    this.connecting ??= this.connect();
    return this.connecting;
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: true,
      allowAutoTopicCreation: false,
      maxInFlightRequests: 1,
      createPartitioner: this.acknowledged.watching(Partitioners.DefaultPartitioner),
    });
    await producer.connect();
    return producer;
  }
}

function asMessage({ type, key, seq, json, shard, fencing }: OutgoingRecord): Message {
  const headers = {
    'content-type': CONTENT_TYPE,
    type,
    sequence: String(seq),
    shard: String(shard),
    fencing: String(fencing),
  };
  return { key, value: json(), headers };
}

function isRefusal(error: unknown): boolean {
  for (let e = error as { type?: string; cause?: unknown } | undefined; e; e = e.cause as typeof e)
    if (REFUSALS.has(e.type ?? '')) return true;
  return false;
}
