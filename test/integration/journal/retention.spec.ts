import { afterAll, beforeAll, expect, it } from 'vitest';
import { Journal, JournalReader } from '../../../src/platform/journal/index.js';
import { partitionAt, Retention } from '../../../src/platform/journal/retention.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { openDatabase } from '../../support/open-database.js';
import { describeWith } from '../../support/parts.js';

const DAY = 86_400_000;

await describeWith('postgres', 'log retention', () => {
  let db: Awaited<ReturnType<typeof openDatabase>>;
  let retention: Retention;
  const streamId = newId();

  beforeAll(async () => {
    db = await openDatabase((await freshDatabase()).url, { LOG_RETENTION_DAYS: '30' });
    retention = new Retention(db.database, db.config);
  });
  afterAll(() => db.close());

  const partitions = async (): Promise<string[]> => {
    const rows = await db.database.manager.query<Array<{ name: string }>>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'entries'::regclass ORDER BY 1`,
    );
    return rows.map((r) => r.name);
  };

  it('makes the coming weeks, from many nodes at once, and appends land in them', async () => {
    await Promise.all([1, 2, 3].map(() => retention.run(Date.now())));
    expect(await partitions()).toContain(partitionAt(Date.now(), 4).name);
    const journal = new Journal(db.database, db.config);
    await db.database.transaction(async (tx) => {
      await journal.open(tx, 'user', streamId);
      await journal.appendWithin(tx, {
        kind: 'user',
        streamId,
        type: 'identity.profile-changed.v1',
        actorId: streamId,
        payload: { displayName: 'Ada' },
        aclVersion: null,
      });
    });
    const [row] = await db.database.manager.query<Array<{ part: string }>>(
      'SELECT tableoid::regclass::text AS part FROM entries',
    );
    expect(row!.part).toBe(partitionAt(Date.now()).name);
  });

  it('drops what is past retention, but nothing that is still to be published', async () => {
    const later = Date.now() + 60 * DAY;
    await retention.run(later);
    expect(await partitions()).toContain(partitionAt(Date.now()).name);
    await db.database.manager.query('DELETE FROM outbox');
    await retention.run(later);
    expect(await partitions()).not.toContain(partitionAt(Date.now()).name);
    expect(await new JournalReader(db.database).range('user', streamId, 1, 10, 10)).toEqual([]);
  });
});
