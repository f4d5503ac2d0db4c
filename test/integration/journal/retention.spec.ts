import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type AppendLane, Journal, JournalReader } from '../../../src/platform/journal/index.js';
import { partitionAt, Retention } from '../../../src/platform/journal/retention.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { openDatabase } from '../../support/open-database.js';
import { describeWith } from '../../support/parts.js';

const DAY = 86_400_000;

await describeWith('postgres', 'log retention', () => {
  let db: Awaited<ReturnType<typeof openDatabase>>;
  let retention: Retention;
  let lane: AppendLane;
  let streamId: string;

  beforeEach(async () => {
    db = await openDatabase((await freshDatabase()).url, { LOG_RETENTION_DAYS: '30' });
    retention = new Retention(db.database, db.config);
    const journal = new Journal(db.database, db.config);
    lane = journal.lane(null);
    streamId = newId();
    await db.database.transaction((tx) => journal.open(tx, 'user', streamId));
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
  const entries = () => new JournalReader(db.database).range('user', streamId, 1, 10, 10);

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
    const backup = db.source.createQueryRunner();
    await backup.startTransaction();
    await backup.query('LOCK TABLE entries IN ACCESS SHARE MODE');
    let running = true;
    const run = retention.run(now).finally(() => (running = false));
    while (running) expect(await append()).toBe('appended');
    expect(await run).toBe(false);
    expect(await partitions()).toContain(partitionAt(before).name);
    await backup.rollbackTransaction();
    await backup.release();
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
