import type { Kafka, KafkaMessage } from 'kafkajs';
import type { Config } from '../../config/index.js';
import type { OutgoingRecord, PublishOutcome } from '../../journal/relay/index.js';
import type { DeadLetter } from '../dead-letters.js';
import { EventTransport, type TransportHealth } from '../event-transport.js';
import type { Consumer } from '../reaction.js';
import type { ReactionRunner } from '../reaction-runner.js';
import { kafkaFrom } from './client.js';
import { kafkaHealth } from './kafka-health.js';
import { KafkaPublisher } from './publisher.js';
import { ReactionConsumer } from './reaction-consumer.js';
import { Topics } from './topics.js';
import { atMost } from '../wait.js';
import { Watchdog } from './watchdog.js';

/** Header text must be short: brokers limit a record, not a log. */
const ERROR_CHARACTERS = 1_000;
/** With Kafka down a stop must not wait for its connections. */
const STOP_MS = 3_000;

/** The Kafka form: one topic per module, one consumer group per reaction. */
export class KafkaTransport extends EventTransport {
  private readonly kafka: Kafka;
  private readonly topics: Topics;
  private readonly publisher: KafkaPublisher;
  /** Apart from the relay's: a dead letter must not cost the relay its producer. */
  private readonly letters: KafkaPublisher;
  private consumers: ReactionConsumer[] = [];
  private watchdog: Watchdog | undefined;

  constructor(
    private readonly runner: ReactionRunner,
    config: Config,
  ) {
    super();
    this.kafka = kafkaFrom(config);
    this.topics = new Topics(this.kafka, config);
    this.publisher = new KafkaPublisher(config, this.topics);
    this.letters = new KafkaPublisher(config, this.topics);
  }

  publish(records: readonly OutgoingRecord[], mayLeave?: () => boolean): Promise<PublishOutcome> {
    return this.publisher.publish(records, mayLeave);
  }

  async start(consumers: readonly Consumer[]): Promise<void> {
    const reject = (consumer: Consumer, message: KafkaMessage, error: string) => this.reject(consumer, message, error);
    this.consumers = consumers.map((c) => new ReactionConsumer(c, this.kafka, this.topics, this.runner, reject));
    for (const consumer of this.consumers) consumer.start();
    this.watchdog = new Watchdog(this.kafka, this.consumers);
    this.watchdog.start();
  }

  async stop(): Promise<void> {
    await atMost(STOP_MS, this.watchdog?.stop());
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
    await atMost(STOP_MS, Promise.all([this.publisher.close(), this.letters.close()]));
  }

  async announce({ consumer, stream_id, headers, envelope, error, attempts }: DeadLetter): Promise<void> {
    await this.letters.produce(this.topics.deadLetters(consumer), {
      key: stream_id,
      value: JSON.stringify(envelope),
      headers: { ...headers, consumer, error: error.slice(0, ERROR_CHARACTERS), attempts: String(attempts) },
    });
  }

  health(): Promise<TransportHealth> {
    return kafkaHealth(this.kafka, this.topics);
  }

  private async reject(consumer: Consumer, message: KafkaMessage, error: string): Promise<void> {
    const { key, value, headers } = message;
    await this.letters.produce(this.topics.deadLetters(consumer.name), {
      key,
      value,
      headers: { ...headers, consumer: consumer.name, error },
    });
  }
}
