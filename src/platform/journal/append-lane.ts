import type { Database } from '../database/database.js';
import { newId } from '../../shared/ids.js';
import { appendStatement, type Companion } from './append-statement.js';
import type { AppendResult, CommittedEntry, NewEntry } from './entry.js';
import { AppendOutcomeUnknown, JournalOverloaded, JournalUnavailable } from './errors.js';
import { shardOf } from './shard.js';

/** Most items of one statement: beyond it neither throughput nor latency gains. */
const BATCH = 200;
/** A unique key met a commit that this statement's snapshot could not see yet: the next snapshot sees it. */
const UNIQUE_VIOLATION = '23505';
const TRIES = 5;

export interface LaneItem extends NewEntry {
  /** Values of the companion's columns. */
  columns?: readonly unknown[];
  /** Items with the same key must not share a statement: the second has to see the first. */
  dedupeKey?: string;
}

interface Pending<Known> {
  item: LaneItem;
  eventId: string;
  payloadJson: string;
  resolve: (result: AppendResult<Known>) => void;
  reject: (error: Error) => void;
}

interface Row {
  ord: number;
  seq: number | null;
  acl: number | null;
  answer: unknown;
  at: number;
}

/**
 * Group commit. While one statement is in flight, further appends queue; the next statement takes them all. There is no
 * timer, so a lone append waits for nobody. Order: items of one stream commit in the order they were given.
 * Failure: a full queue refuses at once (nothing stored); a lost answer is told as unknown, never as ok or refused.
 */
export class AppendLane<Known = never> {
  private queue: Pending<Known>[] = [];
  private running = false;
  private readonly text: string;

  constructor(
    private readonly database: Database,
    private readonly companion: Companion | null,
    private readonly capacity: number,
    private readonly committed: (entries: CommittedEntry[]) => void,
  ) {
    this.text = appendStatement(companion);
  }

  get depth(): number {
    return this.queue.length;
  }

  append(item: LaneItem): Promise<AppendResult<Known>> {
    if (this.queue.length >= this.capacity) return Promise.reject(new JournalOverloaded());
    return new Promise((resolve, reject) => {
      this.queue.push({ item, eventId: newId(), payloadJson: JSON.stringify(item.payload), resolve, reject });
      if (!this.running) {
        this.running = true;
        // One turn of the loop: sends that arrived in the same read share the first statement too.
        setImmediate(() => void this.run());
      }
    });
  }

  private async run(): Promise<void> {
    while (this.queue.length > 0) {
      const batch = this.take();
      try {
        this.settle(batch, await this.write(batch));
      } catch (error) {
        for (const p of batch) p.reject(error as Error);
      }
    }
    this.running = false;
  }

  private take(): Pending<Known>[] {
    const keys = new Set<string>();
    const batch: Pending<Known>[] = [];
    const rest: Pending<Known>[] = [];
    for (const p of this.queue) {
      const key = p.item.dedupeKey;
      if (batch.length === BATCH || (key !== undefined && keys.has(key))) rest.push(p);
      else {
        batch.push(p);
        if (key !== undefined) keys.add(key);
      }
    }
    this.queue = rest;
    return batch;
  }

  private async write(batch: Pending<Known>[]): Promise<Row[]> {
    const columns = this.companion?.columns.map((_, c) => batch.map((p) => p.item.columns![c])) ?? [];
    const values = [
      batch.map((p) => shardOf(p.item.streamId)),
      batch.map((p) => p.item.streamId),
      batch.map((p) => p.item.aclVersion),
      batch.map((p) => p.eventId),
      batch.map((p) => p.item.type),
      batch.map((p) => p.item.actorId),
      batch.map((p) => p.payloadJson),
      ...columns,
    ];
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.database.named<Row>(`append-${this.companion?.name ?? 'plain'}`, this.text, values);
      } catch (error) {
        const code = (error as { code?: string }).code;
        if (code === UNIQUE_VIOLATION && attempt < TRIES) continue;
        throw asOutcome(error as Error & { code?: string });
      }
    }
  }

  private settle(batch: Pending<Known>[], rows: Row[]): void {
    const entries: CommittedEntry[] = [];
    for (const row of rows) {
      const p = batch[row.ord - 1]!;
      if (row.answer !== null) p.resolve({ status: 'known', known: row.answer as Known });
      else if (row.seq !== null) {
        const entry = committedEntry(p, row);
        entries.push(entry);
        p.resolve({ status: 'appended', entry });
      } else if (row.acl !== null) p.resolve({ status: 'stale', aclVersion: row.acl });
      else p.resolve({ status: 'no-stream' });
    }
    if (entries.length > 0) this.committed(entries);
  }
}

function committedEntry<Known>({ item, eventId, payloadJson }: Pending<Known>, row: Row): CommittedEntry {
  const { kind, streamId, type, actorId } = item;
  return {
    kind,
    streamId,
    seq: row.seq!,
    eventId,
    aclVersion: row.acl!,
    type,
    actorId,
    at: new Date(row.at).toISOString(),
    payloadJson,
  };
}

/**
 * An error that Postgres itself reported rolled the statement back; so did never getting a connection. Anything else
 * (a cut link, a time-out) may have happened after the commit: only a repeat with the same id can tell.
 */
function asOutcome(error: Error & { code?: string }): Error {
  const reported = /^[0-9A-Z]{5}$/.test(error.code ?? '') && !error.code!.startsWith('57P');
  const neverSent = error.code === 'ECONNREFUSED' || /timeout exceeded when trying to connect/.test(error.message);
  return reported || neverSent ? new JournalUnavailable(error) : new AppendOutcomeUnknown(error);
}
