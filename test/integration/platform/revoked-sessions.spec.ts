import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { RevokedSessions } from '../../../src/platform/auth/index.js';
import { freshDatabase } from '../../support/database.js';
import { openStorage, type Storage } from '../../support/storage.js';

let stores: Storage[];
let here: RevokedSessions;
let there: RevokedSessions;

beforeAll(async () => {
  const { url } = await freshDatabase();
  stores = await Promise.all([openStorage(url), openStorage(url), openStorage(url)]);
  [here, there] = stores.map((s) => new RevokedSessions(s.database)) as [RevokedSessions, RevokedSessions];
  await Promise.all([here.onApplicationBootstrap(), there.onApplicationBootstrap()]);
});
afterAll(async () => {
  for (const node of [here, there]) node.onApplicationShutdown();
  await Promise.all(stores.map((s) => s.close()));
});

const database = () => stores[0]!.database;
const id = () => randomUUID();
const revoke = (...sessions: string[]) => database().transaction((tx) => here.revokeWithin(tx, id(), sessions));
const soon = (check: () => void) => vi.waitFor(check, { timeout: 5_000, interval: 20 });

describe('revoked sessions', () => {
  it('A13 A14 are known here at the commit and everywhere within 5 s, each told once', async () => {
    const told: string[] = [];
    there.onRevoked((session) => told.push(session));
    const [a, b] = [id(), id()];
    await revoke(a, b);
    expect([here.isRevoked(a), here.isRevoked(b), here.isRevoked(id())]).toEqual([true, true, false]);
    await soon(() => expect(told.sort()).toEqual([a, b].sort()));
    await revoke(a);
    await there.poll();
    expect(told).toHaveLength(2);
  });

  it('are asked for before anybody is let in by a list that is older than 5 s, and nobody is where it cannot be read', async () => {
    const late = new RevokedSessions(stores[2]!.database);
    const [a, b] = [id(), id()];
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      await late.fresh();
      await revoke(a);
      await late.fresh();
      expect(late.isRevoked(a)).toBe(false);
      vi.advanceTimersByTime(5_001);
      await Promise.all([late.fresh(), late.fresh()]);
      expect(late.isRevoked(a)).toBe(true);
      await revoke(b);
      vi.advanceTimersByTime(5_001);
      const named = vi.spyOn(stores[2]!.database, 'named').mockRejectedValue(new Error('Connection terminated'));
      await expect(late.fresh()).rejects.toThrow('Connection terminated');
      named.mockRestore();
      await late.fresh();
      expect(late.isRevoked(b)).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it('stay alive when the transaction rolls back', async () => {
    const a = id();
    const failed = database().transaction(async (tx) => {
      await here.revokeWithin(tx, id(), [a]);
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    await there.poll();
    expect([here.isRevoked(a), there.isRevoked(a)]).toEqual([false, false]);
  });

  it('are not missed where the transaction took long to commit', async () => {
    const a = id();
    let commit!: () => void;
    const held = new Promise<void>((resolve) => (commit = resolve));
    const slow = stores[2]!.database.transaction(async (tx) => {
      await tx.query('INSERT INTO revoked_sessions (session_id, user_id) VALUES ($1, $1)', [a]);
      await held;
    });
    // Others commit and are read while the older row is still invisible.
    const later = id();
    await revoke(later);
    await there.poll();
    await there.poll();
    expect([there.isRevoked(later), there.isRevoked(a)]).toEqual([true, false]);
    commit();
    await slow;
    await soon(() => expect(there.isRevoked(a)).toBe(true));
  });

  it('are not missed by a machine that slept: its own clock stood still', async () => {
    const { database: own } = stores[2]!;
    const slept = new RevokedSessions(own);
    const named = own.named.bind(own);
    const ago = new Date(Date.now() - 600_000);
    vi.spyOn(own, 'named').mockImplementationOnce(async <T>(...asked: Parameters<typeof named>) =>
      (await named<{ readAt: Date }>(...asked)).map((row) => ({ ...row, readAt: ago }) as T),
    );
    await slept.poll();
    const meanwhile = id();
    await revoke(meanwhile);
    const age = `UPDATE revoked_sessions SET revoked_at = now() - interval '5 minutes' WHERE session_id = $1`;
    await database().hot.query(age, [meanwhile]);
    await slept.poll();
    expect(slept.isRevoked(meanwhile)).toBe(true);
  });

  it('are known to a node that starts later, as long as an access token can live; then the row goes', async () => {
    const [recent, old] = [id(), id()];
    await revoke(recent, old);
    const age = `UPDATE revoked_sessions SET revoked_at = now() - $2::interval WHERE session_id = $1`;
    await database().hot.query(age, [recent, '15 minutes 30 seconds']);
    await database().hot.query(age, [old, '25 hours']);
    const late = new RevokedSessions(stores[2]!.database);
    await late.poll();
    expect([late.isRevoked(recent), late.isRevoked(old)]).toEqual([true, false]);
    await late.sweep();
    const { rows } = await database().hot.query('SELECT session_id FROM revoked_sessions WHERE session_id = ANY($1)', [
      [recent, old],
    ]);
    expect(rows).toEqual([{ session_id: recent }]);
  });
});
