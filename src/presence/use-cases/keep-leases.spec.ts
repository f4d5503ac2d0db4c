import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Clock } from '../../shared/clock.js';
import { MemoryLeaseStore } from '../persistence/memory-lease-store.js';
import type { AnnouncePresence } from './announce-presence.js';
import { KeepLeases } from './keep-leases.js';

class SetClock extends Clock {
  at = 0;
  now(): Date {
    return new Date(this.at);
  }
}

describe('a device on a node', () => {
  let clock: SetClock;
  let keeper: KeepLeases;
  let told: string[];

  beforeEach(() => {
    clock = new SetClock();
    told = [];
    const record = { tell: ({ status }) => void told.push(`${clock.at / 1_000} ${status}`) } as AnnouncePresence;
    keeper = new KeepLeases(new MemoryLeaseStore(clock), record, clock);
  });

  /** Lets time pass a second at a time, with a round every 10 s at this phase, a sweep each second, a pong every 25 s. */
  async function pass(seconds: number, phase: number, pongs: boolean): Promise<void> {
    for (let s = 1; s <= seconds; s++) {
      clock.at += 1_000;
      if (pongs && s % 25 === 0) await keeper.heard('u', 'd', 's');
      if (s % 10 === phase) await keeper.renewAll();
      await keeper.sweep();
    }
  }

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])('that answers its pings stays online (rounds at phase %i)', async (phase) => {
    await keeper.came('u', 'd', 's');
    await pass(300, phase, true);
    expect(told).toEqual(['0 online']);
  });

  it.each([0, 3, 7])('that falls silent lapses after 30 s although its socket is open (phase %i)', async (phase) => {
    await keeper.came('u', 'd', 's');
    await pass(60, phase, false);
    expect(told).toEqual(['0 online', '30 offline']);
  });

  it('that says it is away during a round is not held as online by the end of it', async () => {
    const store = new MemoryLeaseStore(clock);
    const record = { tell: ({ status }) => void told.push(status) } as AnnouncePresence;
    keeper = new KeepLeases(store, record, clock);
    for (let n = 0; n < 50; n++) await keeper.came(`other-${n}`, 'd', 's');
    await keeper.came('u', 'd', 's');
    let answer!: () => void;
    const slow = new Promise<null>((resolve) => (answer = () => resolve(null)));
    vi.spyOn(store, 'hold').mockReturnValueOnce(slow);
    const round = keeper.renewAll();
    await keeper.setAway('u', 'd', 's', true);
    answer();
    await round;
    expect((await store.statusOf(['u'])).get('u')).toBe('away');
  });

  it('is released only if it has not come back, and not before its last socket went', async () => {
    await keeper.came('u', 'd', 's');
    await keeper.came('u', 'd', 's2');
    expect(keeper.left('u', 'd', 's')).toBe(false);
    expect(keeper.left('u', 'd', 's2')).toBe(true);
    await keeper.came('u', 'd', 's3');
    await keeper.release('u', 'd');
    expect(told).toEqual(['0 online']);
    expect(keeper.left('u', 'd', 's3')).toBe(true);
    await keeper.release('u', 'd');
    expect(told).toEqual(['0 online', '0 offline']);
  });
});
