import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { newId } from '../../../shared/ids.js';
import type { CommittedEntry } from '../../journal/index.js';
import { Gate, type GateSide } from './gate.js';

const streamId = newId();
const entry = (seq: number): CommittedEntry => ({
  kind: 'conversation',
  streamId,
  seq,
  eventId: newId(),
  aclVersion: 0,
  type: 'messaging.message-sent.v1',
  actorId: streamId,
  at: '2026-01-01T00:00:00.000Z',
  payloadJson: '{}',
});
const upTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, i) => from + i);
const until = (check: () => void) => vi.waitFor(check, { timeout: 3_000, interval: 2 });

/** A log in memory and what came out of the gate. */
class Log implements GateSide {
  readonly passed: number[] = [];
  reads = 0;
  failures = 0;
  pauses = new Map<number, Promise<void>>();

  constructor(
    public committed: number,
    public oldest = 1,
    private readonly page = 500,
  ) {}

  pass({ seq }: CommittedEntry): Promise<void> | undefined {
    this.passed.push(seq);
    return this.pauses.get(seq);
  }

  async read(from: number, to: number): Promise<CommittedEntry[]> {
    this.reads++;
    if (this.failures-- > 0) throw new Error('the database is away');
    const first = Math.max(from, this.oldest);
    return upTo(Math.min(to, this.committed, first + this.page - 1), first).map(entry);
  }

  async head(): Promise<number> {
    return this.committed;
  }
}

const opened = (log: Log, last = 0, holdMs = 5): Gate => {
  const gate = new Gate(log, holdMs);
  gate.open(last);
  return gate;
};

describe('the gate', () => {
  it('passes what comes in order at once, without reading', () => {
    const log = new Log(3);
    const gate = opened(log);
    for (const seq of [1, 2, 3]) gate.offer(entry(seq));
    expect(log.passed).toEqual([1, 2, 3]);
    expect(log.reads).toBe(0);
  });

  it('drops repeats, and everything at or below where it was opened', () => {
    const log = new Log(9);
    const gate = opened(log, 7);
    for (const seq of [7, 8, 8, 3, 9, 9, 8]) gate.offer(entry(seq));
    expect(log.passed).toEqual([8, 9]);
  });

  it('waits a moment for an entry that was overtaken, and then does not read', async () => {
    const log = new Log(3);
    const gate = opened(log, 0, 60_000);
    gate.offer(entry(3));
    gate.offer(entry(2));
    expect(log.passed).toEqual([]);
    gate.offer(entry(1));
    await until(() => expect(log.passed).toEqual([1, 2, 3]));
    expect(log.reads).toBe(0);
  });

  it('reads a hole that stays, page by page, once', async () => {
    const log = new Log(1_200);
    const gate = opened(log);
    gate.offer(entry(1_200));
    await until(() => expect(log.passed).toEqual(upTo(1_200)));
    expect(log.reads).toBe(3);
  });

  it('keeps what arrives before it is opened', async () => {
    const log = new Log(5);
    const gate = new Gate(log, 5);
    for (const seq of [3, 5, 4]) gate.offer(entry(seq));
    gate.open(3);
    await until(() => expect(log.passed).toEqual([4, 5]));
    expect(log.reads).toBe(0);
  });

  it('lets nothing past an entry that has to be waited for', async () => {
    const log = new Log(4);
    let goOn = () => {};
    log.pauses.set(2, new Promise((resolve) => (goOn = resolve)));
    const gate = opened(log);
    for (const seq of [1, 2, 3, 4]) gate.offer(entry(seq));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(log.passed).toEqual([1, 2]);
    goOn();
    await until(() => expect(log.passed).toEqual([1, 2, 3, 4]));
  });

  it('fills up to a head it is told of: after a moment, or at once when the rest is known to be lost', async () => {
    const log = new Log(4);
    const gate = opened(log, 0, 60_000);
    gate.expect(4, false);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(log.passed).toEqual([]);
    gate.expect(4, true);
    await until(() => expect(log.passed).toEqual([1, 2, 3, 4]));
    gate.expect(4, true);
    expect(log.reads).toBe(1);
  });

  it('tries again when the database is away', async () => {
    const log = new Log(2);
    log.failures = 2;
    opened(log).offer(entry(2));
    await until(() => expect(log.passed).toEqual([1, 2]));
  });

  it('forgets a number that was never committed', async () => {
    const log = new Log(2);
    const gate = opened(log, 2);
    gate.offer(entry(900));
    await until(() => expect(log.reads).toBeGreaterThan(0));
    log.committed = 3;
    gate.offer(entry(3));
    await until(() => expect(log.passed).toEqual([3]));
  });

  it('goes on behind what retention dropped', async () => {
    const log = new Log(10, 8);
    const gate = opened(log);
    gate.offer(entry(10));
    await until(() => expect(log.passed).toEqual([8, 9, 10]));
    const emptied = new Log(10, 99);
    const other = opened(emptied);
    other.expect(10, true);
    await until(() => expect(emptied.passed).toEqual([]));
    await until(() => expect(other.last).toBe(10));
    emptied.committed = 11;
    other.offer(entry(11));
    expect(emptied.passed).toEqual([11]);
  });

  it('starts anew on a shorter history', () => {
    const log = new Log(9);
    const gate = opened(log, 9);
    gate.rewind(4);
    gate.offer(entry(5));
    expect(log.passed).toEqual([5]);
  });

  it('passes nothing once closed', async () => {
    const log = new Log(5);
    const gate = opened(log, 0, 20);
    gate.offer(entry(5));
    gate.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(log.passed).toEqual([]);
  });

  it('turns any supply into 1, 2, 3 …', async () => {
    const supply = fc.record({
      offers: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 80 }),
      start: fc.integer({ min: 0, max: 10 }),
      page: fc.integer({ min: 1, max: 40 }),
      failures: fc.integer({ min: 0, max: 1 }),
      turns: fc.array(fc.boolean(), { maxLength: 80 }),
    });
    await fc.assert(
      fc.asyncProperty(supply, async ({ offers, start, page, failures, turns }) => {
        const log = new Log(30, 1, page);
        const gate = opened(log, start, 1);
        log.failures = failures === 1 && offers.length % 7 === 0 ? 1 : 0;
        for (const [i, seq] of offers.entries()) {
          gate.offer(entry(seq));
          if (turns[i]) await new Promise((resolve) => setImmediate(resolve));
        }
        gate.expect(30, true);
        await until(() => expect(log.passed).toEqual(upTo(30, start + 1)));
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
