import type { Database } from '../database/database.js';
import { newId } from '../../shared/ids.js';
import { committedEntry, writeBatch, type BatchRow } from './append-batch.js';
import { outcomeOf, isAboutOneItem } from './append-outcome.js';
import { AppendStatements, type Companion } from './append-statement.js';
import type { AppendResult, CommittedEntry } from './entry.js';
import { JournalOverloaded } from './errors.js';
import type { LaneItem, QueuedItem } from './queued-item.js';

/** Most items of one statement: beyond it neither throughput nor latency gains. */
const BATCH = 200;
/** Statements in flight at once: while one waits for the disk, another is at work. Never two of the same stream. */
const STATEMENTS = 2;
/** So many have to wait before a second statement is worth its fixed cost. */
const WORTH_A_SECOND = 50;
/** Streams whose lock is waited for at once, each on a connection of its own. */
const WAITING = 4;

interface Pending<Known> extends QueuedItem {
  resolve: (result: AppendResult<Known>) => void;
  reject: (error: Error) => void;
}

/**
 * Group commit. While a statement is in flight, further appends queue; the next statement takes them all. There is no
 * timer, so a lone append waits for nobody. Order: items of one stream commit in the order they were given. A stream that
 * somebody else has locked (another node's append, a change of its members) is passed over and waited for beside the lane,
 * so that it holds up nobody but its own items.
 * Failure: a full queue refuses at once (nothing stored); a lost answer is told as unknown, never as ok or refused; an item
 * that the database cannot store is refused alone.
 */
export class AppendLane<Known = never> {
  private queue: Pending<Known>[] = [];
  /** Streams of the statements in flight: what else is queued for them waits, so that nobody overtakes. */
  private readonly busy = new Set<string>();
  private inFlight = 0;
  /** Items passed over, by stream; the first `WAITING` of them are being written. */
  private readonly held: Array<Pending<Known>[]> = [];
  private waiting = 0;
  private scheduled = false;
  private readonly statements: AppendStatements;

  constructor(
    private readonly database: Database,
    companion: Companion | null,
    private readonly capacity: number,
    private readonly committed: (entries: CommittedEntry[]) => void,
  ) {
    this.statements = new AppendStatements(companion);
  }

  get depth(): number {
    return this.queue.length + this.held.reduce((sum, items) => sum + items.length, 0);
  }

  /** A further append would be refused. */
  get full(): boolean {
    return this.depth >= this.capacity;
  }

  append(item: LaneItem): Promise<AppendResult<Known>> {
    if (this.full) return Promise.reject(new JournalOverloaded());
    return new Promise((resolve, reject) => {
      this.queue.push({ item, eventId: newId(), payloadJson: JSON.stringify(item.payload), resolve, reject });
      if (this.scheduled) return;
      this.scheduled = true;
      // One turn of the loop: sends that arrived in the same read share the first statement too.
      setImmediate(this.fill);
    });
  }

  private readonly fill = (): void => {
    this.scheduled = false;
    while (this.queue.length >= (this.inFlight === 0 ? 1 : WORTH_A_SECOND) && this.inFlight < STATEMENTS) {
      const batch = this.take();
      if (batch.length === 0) return;
      void this.fly(batch);
    }
  };

  private async fly(batch: Pending<Known>[]): Promise<void> {
    const streams = new Set(batch.map((p) => p.item.streamId));
    for (const id of streams) this.busy.add(id);
    this.inFlight++;
    const passedOver = byStream(await this.commit(batch, false));
    this.inFlight--;
    for (const id of streams) if (!passedOver.has(id)) this.busy.delete(id);
    this.held.push(...passedOver.values());
    this.waitForHeld();
    this.fill();
  }

  /** The database queues who waits for a lock fairly; asking again and again would not. */
  private waitForHeld(): void {
    while (this.waiting < WAITING && this.held.length > 0) {
      const items = this.held.shift()!;
      this.waiting++;
      void this.commit(items, true).then(() => {
        this.waiting--;
        this.busy.delete(items[0]!.item.streamId);
        this.waitForHeld();
        this.fill();
      });
    }
  }

  /** The next batch. An item that waits for its twin makes all later ones of its stream wait: nobody overtakes. */
  private take(): Pending<Known>[] {
    const keys = new Set<string>();
    const waiting = new Set<string>();
    const batch: Pending<Known>[] = [];
    const left: Pending<Known>[] = [];
    let taken = 0;
    for (; taken < this.queue.length && batch.length < BATCH; taken++) {
      const pending = this.queue[taken]!;
      const { dedupeKey, streamId } = pending.item;
      if (this.busy.has(streamId)) left.push(pending);
      else if (waiting.has(streamId) || (dedupeKey !== undefined && keys.has(dedupeKey))) {
        waiting.add(streamId);
        left.push(pending);
      } else {
        batch.push(pending);
        if (dedupeKey !== undefined) keys.add(dedupeKey);
      }
    }
    this.queue = [...left, ...this.queue.slice(taken)];
    return batch;
  }

  /** Answers what was passed over, which only happens where it does not `wait`. */
  private async commit(batch: Pending<Known>[], wait: boolean): Promise<Pending<Known>[]> {
    try {
      return this.settle(batch, await writeBatch(this.database, this.statements, batch, wait), wait);
    } catch (error) {
      if (batch.length > 1 && isAboutOneItem(error)) {
        // Nothing was stored. Halving finds the culprit, in order, at a cost its neighbours hardly notice.
        const half = batch.length >> 1;
        const first = await this.commit(batch.slice(0, half), wait);
        return [...first, ...(await this.commit(batch.slice(half), wait))];
      }
      for (const p of batch) p.reject(outcomeOf(error as Error));
      return [];
    }
  }

  private settle(batch: Pending<Known>[], rows: BatchRow[], waited: boolean): Pending<Known>[] {
    const entries: CommittedEntry[] = [];
    const passedOver: Pending<Known>[] = [];
    for (const row of rows) {
      const p = batch[row.ord - 1]!;
      if (row.answer !== null) p.resolve({ status: 'known', known: row.answer as Known });
      else if (row.seq !== null) {
        const entry = committedEntry(p, row);
        entries.push(entry);
        p.resolve({ status: 'appended', entry });
      } else if (row.acl !== null) p.resolve({ status: 'stale', aclVersion: row.acl });
      else if (waited) p.resolve({ status: 'no-stream' });
      else passedOver.push(p);
    }
    if (entries.length > 0) this.committed(entries);
    return passedOver;
  }
}

function byStream<Known>(items: Pending<Known>[]): Map<string, Pending<Known>[]> {
  const streams = new Map<string, Pending<Known>[]>();
  for (const p of items) {
    const same = streams.get(p.item.streamId);
    if (same) same.push(p);
    else streams.set(p.item.streamId, [p]);
  }
  return streams;
}
