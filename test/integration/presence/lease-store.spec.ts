import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LeaseStore } from '../../../src/presence/persistence/lease-store.js';
import { MemoryLeaseStore } from '../../../src/presence/persistence/memory-lease-store.js';
import { RedisLeaseStore } from '../../../src/presence/persistence/redis-lease-store.js';
import { Clock } from '../../../src/shared/clock.js';
import { newId } from '../../../src/shared/ids.js';
import { describeWith, freshPrefix } from '../../support/parts.js';

/** One form of the store, on the time it goes by. */
interface Form {
  /** Two nodes' views of the same leases. */
  stores(): [LeaseStore, LeaseStore];
  leaseMs: number;
  pass(ms: number): Promise<void>;
}

function behaves(form: () => Form): void {
  const sorted = (changes: Array<{ userId: string }>) => changes.sort((a, b) => (a.userId < b.userId ? -1 : 1));
  const setUp = () => {
    const { leaseMs, pass, stores } = form();
    const [a, b] = stores();
    const user = newId();
    const status = async (id = user) => (await b.statusOf([id])).get(id);
    return { a, b, user, status, leaseMs, pass };
  };

  it('merges devices: online before away before offline, and tells each change once', async () => {
    const { a, b, user, status, leaseMs } = setUp();
    expect(await status()).toBe('offline');
    expect(await a.hold(user, 'phone', true, leaseMs)).toEqual({ userId: user, status: 'away' });
    expect(await b.hold(user, 'desk', false, leaseMs)).toEqual({ userId: user, status: 'online' });
    expect(await a.hold(user, 'phone', true, leaseMs)).toBeNull();
    expect(await status()).toBe('online');
    expect(await b.release(user, 'desk')).toEqual({ userId: user, status: 'away' });
    expect(await b.release(user, 'desk')).toBeNull();
    expect(await a.hold(user, 'phone', false, leaseMs)).toEqual({ userId: user, status: 'online' });
    expect(await a.release(user, 'phone')).toEqual({ userId: user, status: 'offline' });
    expect(await status()).toBe('offline');
  });

  it('lapses: nobody reads a dead lease as living, and exactly one sweep tells of it', async () => {
    const { a, b, user, status, leaseMs, pass } = setUp();
    const other = newId();
    await a.hold(user, 'phone', false, leaseMs);
    await a.hold(other, 'phone', false, leaseMs * 10);
    expect(await b.sweep()).toEqual([]);
    await pass(leaseMs);
    expect(await status()).toBe('offline');
    expect(await status(other)).toBe('online');
    const swept = await Promise.all([a.sweep(), b.sweep()]);
    expect(swept.flat()).toEqual([{ userId: user, status: 'offline' }]);
    expect(await a.sweep()).toEqual([]);
    expect(await a.hold(user, 'phone', false, leaseMs)).toEqual({ userId: user, status: 'online' });
  });

  it('falls back to what the living devices say when one lapses', async () => {
    const { a, b, user, status, leaseMs, pass } = setUp();
    await a.hold(user, 'phone', true, leaseMs * 10);
    await b.hold(user, 'desk', false, leaseMs);
    await pass(leaseMs);
    expect(await status()).toBe('away');
    expect(await b.sweep()).toEqual([{ userId: user, status: 'away' }]);
  });

  it('is kept alive by renewing, for many users at once', async () => {
    const { a, b, leaseMs, pass } = setUp();
    const users = Array.from({ length: 30 }, () => newId());
    const hold = () => Promise.all(users.map((user, i) => (i % 2 ? a : b).hold(user, 'phone', i % 3 === 0, leaseMs)));
    await hold();
    for (let round = 0; round < 3; round++) {
      await pass(leaseMs / 3);
      expect((await hold()).filter(Boolean)).toEqual([]);
    }
    const statuses = await a.statusOf(users);
    expect(users.map((user) => statuses.get(user))).toEqual(users.map((_, i) => (i % 3 === 0 ? 'away' : 'online')));
    await pass(leaseMs);
    const swept = [...(await a.sweep()), ...(await b.sweep())];
    expect(sorted(swept)).toEqual(sorted(users.map((userId) => ({ userId, status: 'offline' }))));
  });
}

describe('leases in the process', () => {
  class SetClock extends Clock {
    at = 1_000_000;
    now(): Date {
      return new Date(this.at);
    }
  }
  behaves(() => {
    const clock = new SetClock();
    const store = new MemoryLeaseStore(clock);
    return { stores: () => [store, store], leaseMs: 30_000, pass: async (ms) => void (clock.at += ms) };
  });
});

await describeWith('redis', 'leases in Redis', (url) => {
  let clients: [Redis, Redis];
  beforeAll(() => void (clients = [new Redis(url), new Redis(url)]));
  afterAll(() => clients.forEach((client) => client.disconnect()));

  behaves(() => {
    const prefix = freshPrefix();
    return {
      stores: () => [new RedisLeaseStore(clients[0], prefix), new RedisLeaseStore(clients[1], prefix)],
      leaseMs: 600,
      // Redis' own clock cannot be set: here time really passes.
      pass: (ms) => delay(ms + 5),
    };
  });
});
