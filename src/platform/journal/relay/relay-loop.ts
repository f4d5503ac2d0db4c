import { log } from '../../observability/log.js';
import { ALL_PUBLISHED, type EventPublisher, type OutgoingRecord, type PublishOutcome } from './event-publisher.js';
import { buried, lag, published, publishFailures } from './metrics.js';
import type { OutboxReader } from './outbox-reader.js';
import { envelopeJson, envelopeOf, TOMBSTONE, tombstoneOf, type OutboxEntry, type OutboxRow } from './outbox-row.js';
import { MAX_ATTEMPTS, type OutboxWriter } from './outbox-writer.js';
import { Pause } from './pause.js';

export interface RelayParts {
  /** Held shards and the fencing number of each; empty as soon as they may no longer be published. */
  shards: () => ReadonlyMap<number, number>;
  /** Whether a shard is held under this number, also while it is being given up. */
  holds: (shard: number, fencing: number) => boolean;
  reader: OutboxReader;
  writer: Pick<OutboxWriter, 'settle' | 'postpone' | 'bury'>;
  publisher: EventPublisher;
}

/** Rows of one pass. */
const BATCH = 2_000;
/** Without a signal from this node's own commits: how soon the commits of other nodes are found. */
const POLL_MS = 200;
/**
 * After a pass that emptied the outbox: let commits gather rather than publish them a few at a time. A pass and what the
 * consumers do after it have a price of their own; at 1,000 messages/s on two cores 40 ms instead of 15 took a third off
 * the median time of a send's ack.
 */
const GATHER_MS = 40;
/** After a large pass: a few big passes cost the database and this process far less than many small ones. */
const GATHER_MORE_MS = 100;
const LARGE = 200;
const RETRY_MIN_MS = 200;
const RETRY_MAX_MS = 5_000;
const STOP_MS = 5_000;

type Fencing = ReadonlyMap<number, number>;
type Item = { row: OutboxRow; record: OutgoingRecord };

/** Read what is pending, publish it, remove it; for ever. No transaction is open while it publishes. */
export class RelayLoop {
  private readonly pause = new Pause();
  private running: Promise<void> | undefined;
  private pass: Promise<unknown> = Promise.resolve();
  private stopping = false;
  private turn = 0;
  private failures = 0;

  constructor(private readonly parts: RelayParts) {}

  start(): void {
    this.running ??= this.run();
  }

  /** There may be something new. Cheap; call it as often as you like. */
  wake(): void {
    this.pause.end();
  }

  /** Nothing that was read before this call is on its way out once it answers. */
  async quiesce(): Promise<void> {
    await this.pass.catch(() => undefined);
  }

  /**
   * Waits for what is on its way out, but not for a transport that is down: those rows stay where they are. Answers whether
   * nothing is on its way out any more.
   */
  async stop(): Promise<boolean> {
    this.stopping = true;
    this.pause.end();
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, STOP_MS, false)));
    const ended = (this.running ?? Promise.resolve()).then(() => true);
    return Promise.race([ended, enough]).finally(() => clearTimeout(timer));
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const pass = this.once();
      this.pass = pass;
      try {
        const rows = await pass;
        this.failures = 0;
        if (rows === 0) await this.pause.wait(POLL_MS);
        else if (rows < BATCH) await this.pause.sleep(rows < LARGE ? GATHER_MS : GATHER_MORE_MS);
      } catch (error) {
        await this.afterFailure(error as Error);
      }
    }
  }

  private async afterFailure(error: Error): Promise<void> {
    publishFailures.inc();
    const waitMs = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** this.failures++);
    // The first failure and then every tenth: an outage is one story, not a thousand lines.
    if (this.failures % 10 === 1)
      log.warn({ err: error, failures: this.failures }, 'events cannot be published; retrying');
    if (!this.stopping) await this.pause.sleep(waitMs);
  }

  /** One pass; answers how many rows it read. */
  async once(): Promise<number> {
    const fencing = this.parts.shards();
    if (fencing.size === 0) return 0;
    const shards = this.inTurn([...fencing.keys()]);
    const rows = await this.parts.reader.read(shards, BATCH);
    const readAt = performance.now();
    if (rows.length === 0) return 0;
    // A node that slept between reading and here must not publish: somebody else does by now.
    const items = rows
      .filter(({ shard }) => this.parts.holds(shard, fencing.get(shard)!))
      .map((row) => asItem(row, fencing));
    const outcome = await this.publish(items.filter(({ row }) => row.entry !== null));
    await this.settle(items, outcome, fencing);
    this.observe(items, readAt);
    return rows.length;
  }

  private inTurn(shards: number[]): number[] {
    const start = this.turn++ % shards.length;
    return [...shards.slice(start), ...shards.slice(0, start)];
  }

  private async publish(items: Item[]): Promise<PublishOutcome> {
    if (items.length === 0) return ALL_PUBLISHED;
    const records = items.map(({ record }) => record);
    return this.parts.publisher.publish(records, this.mayLeave(records));
  }

  private mayLeave(records: readonly OutgoingRecord[]): () => boolean {
    const fencing = new Map(records.map((record) => [record.shard, record.fencing]));
    return () => [...fencing].every(([shard, number]) => this.parts.holds(shard, number));
  }

  private async settle(items: Item[], outcome: PublishOutcome, fencing: Fencing): Promise<void> {
    const done = items.filter(
      ({ row, record }) => row.entry !== null && !outcome.refused.has(record) && !outcome.heldBack.has(record),
    );
    published.inc(
      await this.parts.writer.settle(
        done.map(({ row }) => row),
        fencing,
      ),
    );
    for (const { row, record } of items) {
      const error = row.entry === null ? new Error('the log no longer has this entry') : outcome.refused.get(record);
      if (error) await this.refused(row, record, error, fencing);
    }
  }

  private async refused(row: OutboxRow, record: OutgoingRecord, error: Error, fencing: Fencing): Promise<void> {
    if (row.entry !== null && row.attempts + 1 < MAX_ATTEMPTS) {
      return this.parts.writer.postpone(row, fencing, RETRY_MIN_MS * 2 ** row.attempts);
    }
    // The tombstone goes first: were the row gone without it, readers would wait for the number.
    const tombstone = { ...record, ...insteadOf(row) };
    await this.parts.publisher.publish([tombstone], this.mayLeave([tombstone]));
    await this.parts.writer.bury(row, fencing, error.message);
    buried.inc();
    log.error(
      { streamId: row.streamId, seq: row.seq, err: error },
      'an event could not be published and was set aside',
    );
  }

  private observe(items: Item[], readAt: number): void {
    const took = performance.now() - readAt;
    for (const { row } of items) if (row.entry) lag.observe((row.entry.age + took) / 1_000);
  }
}

type Content = Pick<OutgoingRecord, 'type' | 'envelope' | 'json'>;

function asItem(row: OutboxRow, fencing: Fencing): Item {
  const { shard, streamId: key, seq, entry } = row;
  const content = entry ? contentOf(key, seq, entry) : insteadOf(row);
  const module = content.type.slice(0, content.type.indexOf('.'));
  return { row, record: { module, key, seq, ...content, shard, fencing: fencing.get(shard)! } };
}

function contentOf(streamId: string, seq: number, entry: OutboxEntry): Content {
  const envelope = () => envelopeOf(streamId, seq, entry);
  return { type: entry.type, envelope, json: () => envelopeJson(streamId, seq, entry) };
}

function insteadOf(row: OutboxRow): Content {
  const envelope = () => tombstoneOf(row);
  return { type: TOMBSTONE, envelope, json: () => JSON.stringify(envelope()) };
}
