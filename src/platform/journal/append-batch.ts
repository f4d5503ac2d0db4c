import type { Database, Tx } from '../database/database.js';
import { canTryAgain } from './append-outcome.js';
import type { AppendStatements } from './append-statement.js';
import type { CommittedEntry } from './entry.js';
import type { QueuedItem } from './queued-item.js';
import { shardOf } from './shard.js';

const TRIES = 5;

/** One item's answer: `seq` when appended, `answer` when known, `acl` alone when stale, none when there is no stream. */
export interface BatchRow {
  ord: number;
  seq: number | null;
  acl: number | null;
  answer: unknown;
  at: number | null;
}

/** Runs the append statement over a batch; a lone item takes the cheaper form. */
export async function writeBatch(
  database: Database,
  statements: AppendStatements,
  batch: QueuedItem[],
): Promise<BatchRow[]> {
  const [name, text, values] =
    batch.length === 1
      ? ([statements.oneName, statements.one, row(batch[0]!)] as const)
      : ([statements.manyName, statements.many, arrays(statements, batch)] as const);
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.named<BatchRow>(name, text, values);
    } catch (error) {
      if (attempt === TRIES || !canTryAgain(error)) throw error;
    }
  }
}

/** The same inside a transaction, which decides what becomes of a failure. */
export async function writeWithin(tx: Tx, statements: AppendStatements, batch: QueuedItem[]): Promise<BatchRow[]> {
  return tx.query<BatchRow>(statements.many, arrays(statements, batch));
}

function row({ item, eventId, payloadJson }: QueuedItem): unknown[] {
  const { streamId, aclVersion, type, actorId, columns = [] } = item;
  return [shardOf(streamId), streamId, aclVersion, eventId, type, actorId, payloadJson, ...columns];
}

/** What means itself inside an array literal. */
const PLAIN = /^[\w-]+$/;

/** One array per column. Ids and numbers need no quoting, which is most of what the driver would spend on them. */
function arrays(statements: AppendStatements, batch: QueuedItem[]): unknown[] {
  const rows = batch.map(row);
  return statements.types.map((type, column) => {
    const values = rows.map((r) => r[column]);
    if (type === 'text' || !values.every(isPlain)) return values;
    return `{${values.map((v) => (v === null || v === undefined ? 'NULL' : String(v as string | number))).join(',')}}`;
  });
}

const isPlain = (value: unknown): boolean => typeof value !== 'string' || PLAIN.test(value);

/** The entry that a row of the answer says was appended. */
export function committedEntry({ item, eventId, payloadJson }: QueuedItem, row: BatchRow): CommittedEntry {
  const { kind, streamId, type, actorId } = item;
  return {
    kind,
    streamId,
    seq: row.seq!,
    eventId,
    aclVersion: row.acl!,
    type,
    actorId,
    at: new Date(row.at!).toISOString(),
    payloadJson,
  };
}
