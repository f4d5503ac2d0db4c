import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AppendLane } from '../../../src/platform/journal/index.js';
import { partitionAt, Retention } from '../../../src/platform/journal/retention.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { openStorage, type Storage } from '../../support/storage.js';

const DAY = 86_400_000;

await describeWith('postgres', 'log retention', () => {
  let db: Storage;
  let retention: Retention;
  let lane: AppendLane;
  let streamId: string;

  beforeEach(async () => {
    const { url } = await freshDatabase();
    // Half of what a transaction's statement has otherwise: what has to be too much for one is made in half the time.
    db = await openStorage(`${url}?statement_timeout=4500`, { LOG_RETENTION_DAYS: '30' });
    retention = new Retention(db.database, db.config);
    lane = db.journal.lane(null);
    streamId = newId();
    await db.database.transaction((tx) => db.journal.open(tx, 'user', streamId));
  });
  afterEach(() => db.close());

  const query = <Row>(sql: string) => db.database.manager.query<Row[]>(sql);
  const partitions = async (): Promise<string[]> => {
    const rows = await query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'entries'::regclass ORDER BY 1`,
    );
    return rows.map((r) => r.name);
  };
  /** Answers what became of it. */
  const append = async (): Promise<string> => {
    const type = 'identity.profile-changed.v1' as const;
    const payload = { displayName: 'Ada' };
    const entry = { kind: 'user', streamId, type, actorId: streamId, payload, aclVersion: null } as const;
    return (await lane.append(entry)).status;
  };
  const publishAll = () => query('DELETE FROM outbox');
  const entries = () => db.reader.range('user', streamId, 1, 10, 10);

  const runWhileAppending = async (time: number): Promise<boolean> => {
    let running = true;
    const run = retention.run(time).finally(() => (running = false));
    while (running) expect(await append()).toBe('appended');
    return run;
  };
  /** Entries of that time in the default partition, all of one shard. */
  const spill = (time: number, count: number) =>
    query(`INSERT INTO entries_default SELECT 0, '${newId()}', n, gen_random_uuid(), 'x', '${newId()}', 0, '{}',
      '${new Date(time).toISOString()}' FROM generate_series(1, ${count}) n`);
  const inDefault = async () => (await query<{ n: number }>('SELECT count(*)::int AS n FROM entries_default'))[0]!.n;

  it('makes the coming weeks, from many nodes at once, and appends land in them', async () => {
    await Promise.all([1, 2, 3].map(() => retention.run(Date.now())));
    expect(await partitions()).toContain(partitionAt(Date.now(), 4).name);
    await append();
    const [row] = await query<{ part: string }>('SELECT tableoid::regclass::text AS part FROM entries');
    expect(row!.part).toBe(partitionAt(Date.now()).name);
  });

  it('drops what is past retention, but nothing that is still to be published', async () => {
    await retention.run(Date.now());
    await append();
    const later = Date.now() + 60 * DAY;
    await retention.run(later);
    expect(await partitions()).toContain(partitionAt(Date.now()).name);
    await publishAll();
    await retention.run(later);
    expect(await partitions()).not.toContain(partitionAt(Date.now()).name);
    expect(await entries()).toEqual([]);
  });

  it('stops no append while somebody reads the log for long, and drops when he is done', async () => {
    const [now, before] = [Date.now(), Date.now() - 60 * DAY];
    await retention.run(now);
    await retention.run(before);
    await db.database.transaction(async (backup) => {
      await backup.query('LOCK TABLE entries IN ACCESS SHARE MODE');
      expect(await runWhileAppending(now)).toBe(false);
      expect(await partitions()).toContain(partitionAt(before).name);
    });
    expect(await retention.run(now)).toBe(true);
    expect(await partitions()).not.toContain(partitionAt(before).name);
  });

  it('goes on beside entries that were written before there was a partition for them, and clears them in time', async () => {
    await append();
    await retention.run(Date.now());
    expect(await partitions()).not.toContain(partitionAt(Date.now()).name);
    expect(await partitions()).toContain(partitionAt(Date.now(), 1).name);
    await retention.run(Date.now() + 60 * DAY);
    expect(await entries()).toHaveLength(1);
    await publishAll();
    await retention.run(Date.now() + 20 * DAY);
    expect(await entries()).toHaveLength(1);
    await retention.run(Date.now() + 60 * DAY);
    expect(await entries()).toEqual([]);
  });

  const slowly = () =>
    query(`
      CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.002); RETURN OLD; END';
      CREATE TRIGGER slow BEFORE DELETE ON entries_default FOR EACH ROW EXECUTE FUNCTION slowly()`);

  it('lets no start wait until much has been cleared', async () => {
    await slowly();
    await spill(Date.now() - 60 * DAY, 5_000);
    await retention.onApplicationBootstrap();
    retention.onApplicationShutdown();
    expect(await partitions()).toContain(partitionAt(Date.now()).name);
    expect(await inDefault()).toBeGreaterThan(0);
  });

  it('clears more of them than one statement has time for', async () => {
    await slowly();
    await spill(Date.now() - 60 * DAY, 2_500);
    await spill(Date.now() - 20 * DAY, 3);
    expect(await retention.run(Date.now())).toBe(true);
    expect(await inDefault()).toBe(3);
  });

  it('drops and clears also where looking through the default partition takes too long to make a week', async () => {
    const [now, before] = [Date.now(), Date.now() - 90 * DAY];
    await retention.run(before);
    await spill(Date.now() - 120 * DAY, 5);
    const transaction = db.database.transaction.bind(db.database);
    vi.spyOn(db.database, 'transaction').mockImplementation((work) =>
      transaction((tx) => {
        const query = (sql: string, params?: readonly unknown[]) =>
          /entries_default WHERE occurred_at/.test(sql) ? tx.query('SELECT pg_sleep(60)') : tx.query(sql, params);
        return work({ ...tx, query } as typeof tx);
      }),
    );
    expect(await retention.run(now).catch((error: unknown) => error)).toBe(false);
    expect(await partitions()).toEqual(['entries_default']);
    expect(await inDefault()).toBe(0);
  });

  it('stops no append while a week is made beside a default partition that takes long to look through', async () => {
    await spill(Date.now() - 7 * DAY, 5);
    // Where Postgres has looked through it, and holds the whole log still: as long as the look would take.
    await query(`
      CREATE FUNCTION long() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(3); END';
      CREATE EVENT TRIGGER long ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION long()`);
    expect(await runWhileAppending(Date.now())).toBe(false);
    expect(await partitions()).toEqual(['entries_default']);
    await query('DROP EVENT TRIGGER long');
    expect(await retention.run(Date.now() + 7 * DAY)).toBe(true);
    expect(await partitions()).toHaveLength(6);
  });

  it("goes by the database's clock, whatever this node's says", async () => {
    await retention.run(Date.now());
    await append();
    await publishAll();
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60 * DAY);
    await retention.onApplicationBootstrap();
    retention.onApplicationShutdown();
    vi.restoreAllMocks();
    expect(await entries()).toHaveLength(1);
  });
});
