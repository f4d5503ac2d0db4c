import { ALL_PUBLISHED, type OutgoingRecord, type PublishOutcome } from '../../journal/relay/index.js';
import { CONTENT_TYPE, deliveryOf, Stopped, type Delivery, type Pulse } from '../delivery.js';
import { EventTransport, type TransportHealth } from '../event-transport.js';
import type { Consumer } from '../reaction.js';
import type { ReactionRunner } from '../reaction-runner.js';
import { interruptible } from '../wait.js';

/** Shares of the streams that are handled side by side, per consumer: what partitions are to Kafka. */
const LANES = 2;
/** Records that are worth a second transaction. */
const WORTH_A_LANE = 100;

/**
 * Kafka's stand-in within one process. A record counts as published when every consumer has committed its effect, or set it
 * aside; until then its outbox row stays, so a crash repeats it. Nothing is kept in memory alone.
 */
export class LocalTransport extends EventTransport {
  private consumers: readonly Consumer[] = [];
  private readonly stopped = new AbortController();
  private readonly pulse: Pulse = {
    wait: (ms) => interruptible(ms, this.stopped.signal),
    beat: () => Promise.resolve(),
  };
  private ready!: () => void;
  /** The relay may be quicker than the start of the consumers: without them nothing is published. */
  private readonly started = new Promise<void>((resolve) => (this.ready = resolve));

  constructor(private readonly runner: ReactionRunner) {
    super();
  }

  async start(consumers: readonly Consumer[]): Promise<void> {
    this.consumers = consumers;
    this.ready();
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    this.ready();
  }

  async announce(): Promise<void> {}

  /** What waits is what stands in the outbox. */
  async health(): Promise<TransportHealth> {
    return { status: 'embedded', consumers: this.consumers.map(({ name }) => ({ name, waiting: null })) };
  }

  async publish(records: readonly OutgoingRecord[]): Promise<PublishOutcome> {
    await this.started;
    if (this.stopped.signal.aborted) throw new Stopped();
    const lanes = Array.from({ length: records.length < WORTH_A_LANE ? 1 : LANES }, () => [] as Delivery[]);
    for (const record of records) lanes[record.shard % lanes.length]!.push(delivery(record));
    // All are awaited before one's failure is told: a lane must not be entered twice at a time.
    const results = await Promise.allSettled(
      this.consumers.flatMap((consumer) => lanes.map((lane) => this.runner.deliverAll(consumer, lane, this.pulse))),
    );
    const failed = results.find((r) => r.status === 'rejected');
    if (failed) throw failed.reason;
    return ALL_PUBLISHED;
  }
}

function delivery({ type, key, seq, envelope, shard, fencing }: OutgoingRecord): Delivery {
  const headers = {
    'content-type': CONTENT_TYPE,
    type,
    sequence: String(seq),
    shard: String(shard),
    fencing: String(fencing),
  };
  return deliveryOf(envelope, type, key, seq, headers);
}
