import type { Database } from './database.js';

/** Few enough that a slice of the largest rows is done long before its statement is cancelled. */
const SLICE = 200;

/**
 * Removes the rows of `table` of which `old` is true, each slice a commit of its own: one statement for all of them would be
 * cancelled where there are many, and find more the next time.
 */
export async function deleteInSlices(database: Database, table: string, old: string): Promise<void> {
  // Said twice: a row that somebody has just renewed is looked at again where it is now, by some versions for this alone.
  const slice = `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${old} LIMIT ${SLICE}))
    AND ${old} RETURNING true`;
  let gone: unknown[];
  do gone = await database.named(`delete-${table}`, slice, []);
  while (gone.length === SLICE);
}
