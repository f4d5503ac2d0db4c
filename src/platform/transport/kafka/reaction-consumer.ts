import type { EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { log } from '../../observability/index.js';
import { Stopped, type Delivery, type Pulse } from '../delivery.js';
import { backOffMs } from '../failure.js';
import { consumerRestarts } from '../metrics.js';
import type { Consumer } from '../reaction.js';
import type { ReactionRunner } from '../reaction-runner.js';
import { atMost, interruptible } from '../wait.js';
import { readRecord } from './read-record.js';
import type { Topics } from './topics.js';

/** A member that died without a word is waited for this long by the whole group. */
const SESSION_MS = 10_000;
/** How long a fetch waits for records: also how long a stop may take. */
const FETCH_WAIT_MS = 500;
/** Records that are done with together. */
const TOGETHER = 250;
const DISCONNECT_MS = 5_000;
/** Waits of a retry are cut into pieces, with a heartbeat after each. */
const PIECE_MS = 1_000;

/** Topic to partitions. */
export type Assignment = Record<string, number[]>;

/**
 * One reaction's member of its consumer group. It runs until it is stopped: whenever the client crashes or the watchdog says
 * so, everything is built anew, because a kafkajs consumer does not always recover.
 */
export class ReactionConsumer {
  /** Empty until the group has been joined. */
  assignment: Assignment = {};
  /** Monotonic milliseconds of when it last got on: before and after each transaction, and at its start. */
  lastProgress = performance.now();
  private readonly stopping = new AbortController();
  private giveUp: (reason: string) => void = () => undefined;
  private running: Promise<void> | undefined;

  constructor(
    readonly consumer: Consumer,
    private readonly kafka: Kafka,
    private readonly topics: Topics,
    private readonly runner: ReactionRunner,
    /** Keeps what is not even a record of ours where operators look. */
    private readonly reject: (consumer: Consumer, message: KafkaMessage, error: string) => Promise<void>,
  ) {}

  get groupId(): string {
    return this.topics.group(this.consumer.name);
  }

  get subscribed(): string[] {
    const modules = new Set([...this.consumer.on.keys()].map((type) => type.split('.')[0]!));
    return [...modules].map((module) => this.topics.events(module));
  }

  start(): void {
    this.running ??= this.supervise();
  }

  restart(reason: string): void {
    this.giveUp(reason);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.giveUp('stopping');
    await atMost(DISCONNECT_MS, this.running);
  }

  private async supervise(): Promise<void> {
    for (let failures = 0; !this.stopping.signal.aborted;) {
      const started = performance.now();
      try {
        const reason = await this.runOnce();
        if (!this.stopping.signal.aborted)
          log.info({ consumer: this.consumer.name, reason }, 'a consumer is built anew');
      } catch (error) {
        // The first tries often fail beside other nodes that start; an outage is told once in a while.
        if (failures % 10 === 2) log.warn({ consumer: this.consumer.name, err: error }, 'a consumer could not start');
      }
      if (this.stopping.signal.aborted) return;
      consumerRestarts.inc({ consumer: this.consumer.name });
      failures = performance.now() - started > 60_000 ? 1 : failures + 1;
      await interruptible(Math.min(3_000, backOffMs(failures)), this.stopping.signal).catch(() => undefined);
    }
  }

  /** Builds, runs, and answers why it ended. */
  private async runOnce(): Promise<string> {
    this.assignment = {};
    this.lastProgress = performance.now();
    await this.topics.ensure([...this.subscribed, this.topics.deadLetters(this.consumer.name)]);
    const member = this.kafka.consumer({
      groupId: this.groupId,
      sessionTimeout: SESSION_MS,
      rebalanceTimeout: SESSION_MS,
      heartbeatInterval: 2_000,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      maxBytesPerPartition: 4 * 1024 * 1024,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3, restartOnFailure: async () => false },
    });
    const ended = new Promise<string>((resolve) => {
      this.giveUp = resolve;
      member.on(member.events.CRASH, ({ payload }) => resolve(payload.error.message));
      member.on(member.events.GROUP_JOIN, ({ payload }) => {
        this.assignment = payload.memberAssignment;
        this.lastProgress = performance.now();
      });
    });
    try {
      await member.connect();
      await member.subscribe({ topics: this.subscribed, fromBeginning: true });
      const joined = member.run({
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: 3,
        eachBatch: (payload) => this.eachBatch(payload),
      });
      // Joining waits until the session of a member that died has run out; a stop must not wait with it.
      joined.catch(() => undefined);
      await Promise.race([joined, ended]);
      return await ended;
    } finally {
      this.topics.forget();
      // A client whose broker is gone may never finish leaving.
      await atMost(DISCONNECT_MS, member.disconnect());
    }
  }

  private async eachBatch(run: EachBatchPayload): Promise<void> {
    const pulse: Pulse = { wait: (ms) => this.waitBeating(ms, () => run.heartbeat()), beat: () => this.beat(run) };
    const { messages } = run.batch;
    try {
      for (let from = 0; from < messages.length; from += TOGETHER) {
        await this.beat(run);
        const some = messages.slice(from, from + TOGETHER);
        await this.runner.deliverAll(this.consumer, await this.readable(some), pulse);
        run.resolveOffset(some.at(-1)!.offset);
      }
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
  }

  /** kafkajs sends none by itself while a batch is at work. What was given up meanwhile ends here, and not beside its successor. */
  private async beat(run: EachBatchPayload): Promise<void> {
    if (!run.isRunning() || run.isStale() || this.stopping.signal.aborted) throw new Stopped();
    await run.heartbeat();
    this.lastProgress = performance.now();
  }

  /** What is no event of ours is set aside. */
  private async readable(messages: readonly KafkaMessage[]): Promise<Delivery[]> {
    const deliveries: Delivery[] = [];
    for (const message of messages) {
      const delivery = readRecord(message, (type) => this.consumer.on.has(type));
      if (delivery) deliveries.push(delivery);
      else {
        log.error({ consumer: this.consumer.name, offset: message.offset }, 'a record that is no event was set aside');
        await this.reject(this.consumer, message, 'not an event of ours');
      }
    }
    return deliveries;
  }

  private async waitBeating(ms: number, heartbeat: () => Promise<void>): Promise<void> {
    for (let left = ms; left > 0; left -= PIECE_MS) {
      await interruptible(Math.min(left, PIECE_MS), this.stopping.signal);
      await heartbeat();
    }
  }
}
