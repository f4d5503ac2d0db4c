import type { Kafka } from 'kafkajs';
import type { Config } from '../../config/index.js';

/** A conversation of 10,000 members is created in one entry of about 700 kB. */
const MAX_RECORD_BYTES = 4 * 1024 * 1024;

const DEAD_LETTERS = '.dlq';

/** Names of topics and groups, and their creation with the configured partitions and replication. */
export class Topics {
  private readonly existing = new Set<string>();
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly kafka: Kafka,
    private readonly config: Config,
  ) {}

  events(module: string): string {
    return `${this.prefix}.${module}.events`;
  }

  /** `<prefix>.<module>.<reaction>` */
  group(consumer: string): string {
    return `${this.prefix}.${consumer}`;
  }

  /** The consumer that a group of this deployment is of; null for others' groups. */
  consumerOf(group: string): string | null {
    return group.startsWith(`${this.prefix}.`) ? group.slice(this.prefix.length + 1) : null;
  }

  deadLetters(consumer: string): string {
    return `${this.prefix}.${consumer}${DEAD_LETTERS}`;
  }

  /** Creates those that do not exist. What exists keeps its settings. One at a time: many start together and want the same. */
  ensure(names: readonly string[]): Promise<void> {
    const done = this.last.then(() => this.create(names));
    this.last = done.catch(() => undefined);
    return done;
  }

  private async create(names: readonly string[]): Promise<void> {
    const missing = names.filter((name) => !this.existing.has(name));
    if (missing.length === 0) return;
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      const there = new Set(await admin.listTopics());
      const topics = missing.filter((name) => !there.has(name)).map((topic) => this.settingsOf(topic));
      if (topics.length > 0) await admin.createTopics({ topics, waitForLeaders: true });
      for (const name of missing) this.existing.add(name);
    } finally {
      await admin.disconnect();
    }
  }

  /** After a failure: a topic may have been deleted. */
  forget(): void {
    this.existing.clear();
  }

  private settingsOf(topic: string) {
    return {
      topic,
      numPartitions: topic.endsWith(DEAD_LETTERS) ? 1 : this.config.get('KAFKA_PARTITIONS'),
      replicationFactor: this.config.get('KAFKA_REPLICATION'),
      configEntries: [{ name: 'max.message.bytes', value: String(MAX_RECORD_BYTES) }],
    };
  }

  private get prefix(): string {
    return this.config.get('KAFKA_PREFIX');
  }
}
