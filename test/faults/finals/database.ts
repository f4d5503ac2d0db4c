import pg from 'pg';
import type { Recorder } from '../driver/recorder.js';
import { derivedId } from '../../../src/shared/ids.js';
import type { Finals } from '../history/index.js';

type StreamRow = { stream_id: string; kind: Finals['stream']['kind']; last_seq: string; acl_version: string };
type EntryRow = {
  stream_id: string;
  seq: string;
  event_id: string;
  type: string;
  actor_id: string;
  acl_version: string;
  payload: object;
  occurred_at: Date;
};

/** What of the log is read. */
export interface Wanted {
  conversations: readonly string[];
  users: readonly string[];
}

/** The log of a user's sign-ins, told apart from the user's own. */
const accountLog = (userId: string): string => derivedId(userId, 'account');

export const streamsOf = ({ conversations, users }: Wanted): string[] => [
  ...conversations,
  ...users,
  ...users.map(accountLog),
];

const ROWS = 5_000;

/** The logs as the database has them, and what consumers made of them: all of it or nothing, for in half of it everything else is missing. */
export async function readDatabase(url: string, wanted: Wanted, recorder: Recorder): Promise<void> {
  const lines: Array<() => void> = [];
  await readAll(url, wanted, { final: (op, result) => void lines.push(() => recorder.final(op, result)) });
  for (const write of lines) write();
}

type Notes = Pick<Recorder, 'final'>;

async function readAll(url: string, wanted: Wanted, notes: Notes): Promise<void> {
  const streams = streamsOf(wanted);
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ epoch: string }>('SELECT epoch FROM deployment');
    notes.final('epoch', { epoch: rows[0]!.epoch });
    await readStreams(client, streams, notes);
    await readEntries(client, streams, notes);
    await readSignIns(client, wanted.users, notes);
    await readReceipts(client, wanted.users, notes);
  } finally {
    await client.end();
  }
}

async function readStreams(client: pg.Client, streams: readonly string[], notes: Notes): Promise<void> {
  const sql = 'SELECT stream_id, kind, last_seq, acl_version FROM streams WHERE stream_id = ANY($1)';
  for (const row of (await client.query<StreamRow>(sql, [streams])).rows) {
    const { stream_id: streamId, kind, last_seq: lastSeq, acl_version: aclVersion } = row;
    notes.final('stream', { streamId, kind, lastSeq: Number(lastSeq), aclVersion: Number(aclVersion) });
  }
}

/** The audit, which a consumer makes: every entry of an account's log is one row. */
async function readSignIns(client: pg.Client, users: readonly string[], notes: Notes): Promise<void> {
  const sql = 'SELECT account_id, seq, kind FROM sign_in_history WHERE account_id = ANY($1)';
  const { rows } = await client.query<{ account_id: string; seq: string; kind: string }>(sql, [users]);
  for (const { account_id: id, seq, kind: key } of rows) {
    notes.final('effect', { consumer: 'identity.sign-in-history', streamId: accountLog(id), seq: Number(seq), key });
  }
  notes.final('all-read', { what: 'sign-ins' });
}

/** When each pointer passed where, which a consumer keeps: every move in a user's own log is one row. */
async function readReceipts(client: pg.Client, users: readonly string[], notes: Notes): Promise<void> {
  const sql = `SELECT user_id, conversation_id, delivered_seq, read_seq FROM receipt_history WHERE user_id = ANY($1)`;
  const { rows } = await client.query<Record<'user_id' | 'conversation_id' | 'delivered_seq' | 'read_seq', string>>(
    sql,
    [users],
  );
  for (const { user_id: userId, conversation_id: conversationId, ...row } of rows) {
    const cursor = { deliveredSeq: Number(row.delivered_seq), readSeq: Number(row.read_seq) };
    notes.final('receipt-row', { userId, conversationId, ...cursor });
  }
  notes.final('all-read', { what: 'receipts' });
}

/** Page by page, in the order of the logs. */
async function readEntries(client: pg.Client, streams: readonly string[], notes: Notes): Promise<void> {
  const sql = `SELECT stream_id, seq, event_id, type, actor_id, acl_version, payload, occurred_at FROM entries
    WHERE stream_id = ANY($1) AND (stream_id, seq) > ($2, $3) ORDER BY stream_id, seq LIMIT ${ROWS}`;
  let last: [string, number] = ['00000000-0000-0000-0000-000000000000', 0];
  for (;;) {
    const { rows } = await client.query<EntryRow>(sql, [streams, ...last]);
    for (const row of rows) notes.final('entry', entryOf(row));
    if (rows.length < ROWS) return;
    const end = rows.at(-1)!;
    last = [end.stream_id, Number(end.seq)];
  }
}

const entryOf = (row: EntryRow): Finals['entry'] => ({
  streamId: row.stream_id,
  seq: Number(row.seq),
  eventId: row.event_id,
  type: row.type,
  actorId: row.actor_id,
  aclVersion: Number(row.acl_version),
  at: row.occurred_at.toISOString(),
  data: row.payload,
});
