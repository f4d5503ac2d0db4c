import type { Database, Tx } from '../database/database.js';
import { canTryAgain } from './append-outcome.js';
import type { AppendStatements } from './append-statement.js';
import type { CommittedEntry } from './entry.js';
import type { QueuedItem, Scalar } from './queued-item.js';
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

/** Runs the append statement over a batch; a lone item takes the cheaper form. `wait`: for locked streams too. */
export async function writeBatch(
  database: Database,
  statements: AppendStatements,
  batch: QueuedItem[],
  wait: boolean,
): Promise<BatchRow[]> {
  const lone = batch.length === 1 && !wait;
  const { name, text } = wait ? statements.waiting : lone ? statements.one : statements.many;
  const values = lone ? row(batch[0]!) : arrays(statements, batch);
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
  return tx.query<BatchRow>(statements.waiting.text, arrays(statements, batch));
}

function row({ item, eventId, payloadJson }: QueuedItem): Scalar[] {
  const { streamId, aclVersion, type, actorId, columns = [] } = item;
  return [shardOf(streamId), streamId, aclVersion, eventId, type, actorId, payloadJson, ...columns];
}

/** One array literal per column, at a fraction of what the driver spends on making one. */
function arrays(statements: AppendStatements, batch: QueuedItem[]): unknown[] {
  const rows = batch.map(row);
  return statements.types.map((_, column) => `{${rows.map((r) => element(r[column])).join(',')}}`);
}

/** What needs no quotes inside an array literal; an id or a number never does. */
const PLAIN = /^(?!null$)[\w-]+$/i;
/** What JSON escapes in another way than an array literal: control characters and halves of surrogate pairs. */
// oxlint-disable-next-line no-control-regex
const NOT_AS_JSON = /[\u0000-\u001f\ud800-\udfff]/;

function element(value: Scalar): string {
  if (value === null || value === undefined) return 'NULL';
  const text = String(value);
  if (PLAIN.test(text)) return text;
  // Both put a backslash before quotes and backslashes; JSON's way is native code.
  return NOT_AS_JSON.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : JSON.stringify(text);
}

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
