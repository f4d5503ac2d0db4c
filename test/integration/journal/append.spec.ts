import { afterAll, beforeAll, expect, it } from 'vitest';
import { Journal, JournalReader } from '../../../src/platform/journal/index.js';
import { AppendStatements } from '../../../src/platform/journal/append-statement.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { openDatabase } from '../../support/open-database.js';
import { describeWith } from '../../support/parts.js';

const entry = (streamId: string, n: number) => {
  return {
    kind: 'user',
    streamId,
    type: 'identity.profile-changed.v1',
    actorId: streamId,
    payload: { displayName: String(n) },
    aclVersion: null,
  } as const;
};

type Store = Awaited<ReturnType<typeof openDatabase>>;

interface Plan {
  'Node Type': string;
  'CTE Name'?: string;
  Plans?: Plan[];
}

/** Joins that compare each row with each row of a CTE. */
function comparing(plan: Plan): string[] {
  const inner = plan.Plans?.[1];
  const own = plan['Node Type'] === 'Nested Loop' && inner?.['CTE Name'] ? [inner['CTE Name']] : [];
  return [...own, ...(plan.Plans ?? []).flatMap(comparing)];
}

await describeWith('postgres', 'the append', () => {
  let store: Store;
  let journal: Journal;
  const streams = Array.from({ length: 500 }, () => newId());

  beforeAll(async () => {
    store = await openDatabase((await freshDatabase()).url);
    journal = new Journal(store.database, store.config);
    await store.database.transaction(async (tx) => {
      for (const id of streams) await journal.open(tx, 'user', id);
    });
    await store.database.hot.query('ANALYZE');
  });
  afterAll(() => store?.close());

  it('compares no item with every stream, whatever the planner thinks of the size of a batch', async () => {
    const { text } = new AppendStatements(null).waiting;
    const { rows } = await store.database.hot.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`,
    );
    expect(comparing(rows[0]!['QUERY PLAN'][0].Plan)).toEqual([]);
  });

  it('numbers each stream in the order given, and answers in it', async () => {
    const given = [0, 1, 2].flatMap((n) => streams.slice(0, 100).map((id) => entry(id, n)));
    const appended = await store.database.transaction((tx) => journal.appendAllWithin(tx, given));
    expect(appended.map(({ streamId, seq }) => [streamId, seq])).toEqual(
      given.map((e) => [e.streamId, Number(e.payload.displayName) + 1]),
    );
    const stored = await new JournalReader(store.database).range('user', streams[7]!, 1, 9, 9);
    expect(stored.map((e) => e.payloadJson)).toEqual(given.slice(0, 3).map((_, n) => `{"displayName":"${n}"}`));
  });

  it.each([
    ['a lone entry', 1],
    ['entries of one statement', 3],
  ])('stores nothing of %s decided on another membership, and says which is the current one', async (_, n) => {
    const lane = journal.lane(null);
    const own = streams.slice(200 + n * 10, 200 + n * 11);
    await store.database.hot.query('UPDATE streams SET acl_version = 2 WHERE stream_id = ANY($1)', [own]);
    const append = (aclVersion: number | null, ids: readonly string[] = own) =>
      Promise.all(ids.map((id) => lane.append({ ...entry(id, 0), aclVersion })));
    const heads = async () => [...(await new JournalReader(store.database).heads(own)).values()].map((h) => h.lastSeq);

    for (const stale of await append(1)) expect(stale).toEqual({ status: 'stale', aclVersion: 2 });
    expect(await heads()).toEqual(own.map(() => 0));
    for (const fits of await append(2)) expect(fits).toMatchObject({ status: 'appended', entry: { seq: 1 } });
    for (const any of await append(null)) expect(any).toMatchObject({ status: 'appended', entry: { seq: 2 } });
    const unknown = await append(
      2,
      own.map(() => newId()),
    );
    expect(unknown).toEqual(own.map(() => ({ status: 'no-stream' })));
    expect(await heads()).toEqual(own.map(() => 2));
  });
});
