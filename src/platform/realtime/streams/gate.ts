import type { CommittedEntry } from '../../journal/index.js';
import { log } from '../../observability/log.js';
import { realtimeMetrics } from '../metrics.js';
import { Alarm } from './alarm.js';

/** What the gate needs from its surroundings. */
export interface GateSide {
  /** Hands one entry on; a promise means: nothing further until it is settled. Never rejects. */
  pass(entry: CommittedEntry): Promise<void> | undefined;
  /** Committed entries from..to, ascending, at most as many as fit one answer. */
  read(from: number, to: number): Promise<CommittedEntry[]>;
  /** The log's last number, from the database. */
  head(): Promise<number>;
}

/** Entries kept ahead of a hole; the journal has the rest. */
const AHEAD = 1_000;
const RETRY_MS = 500;

/**
 * Turns a lossy, repeating, unordered supply of a stream's entries into 1, 2, 3 …: the next number goes out, one at or
 * below the last is dropped, one further ahead waits a moment for those before it, which are then read from the journal.
 * Per node and stream.
 */
export class Gate {
  /** The last number passed. */
  last = 0;
  private ahead: Map<number, CommittedEntry> | null = null;
  /** The highest number known to be committed. */
  private target = 0;
  /** Numbers up to here are missing for certain: no use in waiting. */
  private urgent = 0;
  /** While true, entries are only collected; also until the gate is opened. */
  private busy = true;
  private closed = false;
  private alarm: Alarm | null = null;

  constructor(
    private readonly side: GateSide,
    private readonly holdMs: number,
  ) {}

  /** Starts behind `seq`, the log's head when it was read; what was collected meanwhile flows. */
  open(seq: number): void {
    this.last = seq;
    this.busy = false;
    if (this.ahead !== null || this.target > seq) this.start();
  }

  close(): void {
    this.closed = true;
    this.alarm?.ring();
  }

  offer(entry: CommittedEntry): void {
    const next = this.last + 1;
    if (!this.busy && entry.seq === next && this.ahead === null) {
      const wait = this.hand(entry);
      if (wait) this.start(wait);
      return;
    }
    if (!this.busy && entry.seq < next) return void realtimeMetrics.repeats.inc();
    this.ahead ??= new Map();
    if (this.ahead.size < AHEAD) this.ahead.set(entry.seq, entry);
    this.target = Math.max(this.target, entry.seq);
    if (entry.seq === next) this.alarm?.ring();
    this.start();
  }

  /** The log is known to reach `seq`; `missing`: whatever lies between was lost, so it is read at once. */
  expect(seq: number, missing: boolean): void {
    if (seq <= this.last && !this.busy) return;
    this.target = Math.max(this.target, seq);
    if (missing) {
      this.urgent = Math.max(this.urgent, seq);
      this.alarm?.ring();
    }
    this.start();
  }

  /** The log's history was replaced by a shorter one. */
  rewind(seq: number): void {
    if (this.busy || seq >= this.last) return;
    this.last = seq;
    this.target = 0;
    this.urgent = 0;
    this.ahead = null;
  }

  private hasNext(): boolean {
    return this.ahead?.has(this.last + 1) ?? false;
  }

  private hand(entry: CommittedEntry): Promise<void> | undefined {
    this.last = entry.seq;
    return this.side.pass(entry);
  }

  private start(first?: Promise<void>): void {
    if (this.busy) return;
    this.busy = true;
    void this.run(first);
  }

  private async run(first?: Promise<void>): Promise<void> {
    if (first) await first;
    while (!this.closed) {
      await this.passCollected();
      // Asked again after every wait: the next one may have arrived during it.
      if (this.hasNext()) continue;
      if (this.target <= this.last) break;
      await this.hold();
      if (!this.hasNext() && !this.closed) await this.fill();
    }
    this.ahead = null;
    this.busy = false;
  }

  private async passCollected(): Promise<void> {
    for (let entry; (entry = this.ahead?.get(this.last + 1)) && !this.closed;) {
      this.ahead!.delete(entry.seq);
      const wait = this.hand(entry);
      if (wait) await wait;
    }
    for (const seq of this.ahead?.keys() ?? []) if (seq <= this.last) this.ahead!.delete(seq);
  }

  private async hold(): Promise<void> {
    if (this.urgent > this.last) return;
    this.alarm = new Alarm();
    await this.alarm.within(this.holdMs);
    this.alarm = null;
  }

  private async fill(): Promise<void> {
    try {
      const entries = await this.side.read(this.last + 1, this.target);
      realtimeMetrics.holes.inc();
      if (entries.length === 0) return await this.giveUpHole();
      this.skipTo(entries[0]!.seq);
      for (const entry of entries) {
        if (entry.seq <= this.last) continue;
        const wait = this.hand(entry);
        if (wait) await wait;
        if (this.closed) return;
      }
    } catch (error) {
      log.warn({ err: error }, 'a hole in a log could not be read; trying again');
      this.alarm = new Alarm();
      await this.alarm.within(RETRY_MS);
      this.alarm = null;
    }
  }

  /** The journal has nothing there: either the number was never committed, or retention dropped it. */
  private async giveUpHole(): Promise<void> {
    const head = await this.side.head();
    if (head < this.target) {
      this.target = Math.max(head, this.last);
      for (const seq of this.ahead?.keys() ?? []) if (seq > head) this.ahead!.delete(seq);
    } else this.skipTo(Math.min(this.target + 1, ...(this.ahead?.keys() ?? [])));
  }

  private skipTo(seq: number): void {
    if (seq <= this.last + 1) return;
    log.error({ from: this.last + 1, to: seq - 1 }, 'entries the journal no longer has were skipped; clients reset');
    this.last = seq - 1;
  }
}
