import type { Kafka } from 'kafkajs';
import { log } from '../../observability/index.js';
import { lagOf } from './kafka-health.js';
import type { ReactionConsumer } from './reaction-consumer.js';

export interface WatchdogTimes {
  everyMs: number;
  /** No progress for this long is a reason to look. */
  stuckMs: number;
}

/** Stuck is longer than any transaction of a reaction may take. */
const TIMES: WatchdogTimes = { everyMs: 10_000, stuckMs: 30_000 };

/** Restarts a consumer that has records waiting in its partitions and begins nothing: kafkajs stops after some rebalances. */
export class Watchdog {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly consumers: readonly ReactionConsumer[],
    private readonly times = TIMES,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.looking ??= this.look().finally(() => (this.looking = undefined));
    }, this.times.everyMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    const idle = this.consumers.filter((c) => performance.now() - c.lastProgress > this.times.stuckMs);
    if (idle.length === 0) return;
    const admin = this.kafka.admin();
    try {
      await admin.connect();
      for (const consumer of idle) {
        const lag = await lagOf(admin, consumer.groupId, consumer.assignment);
        const joined = Object.keys(consumer.assignment).length > 0;
        if (lag > 0) consumer.restart(`no progress with ${lag} records waiting`);
        else if (joined) consumer.lastProgress = performance.now();
      }
    } catch (error) {
      log.debug({ err: error }, 'the watchdog could not ask Kafka');
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }
}
