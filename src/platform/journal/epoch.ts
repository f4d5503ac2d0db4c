import type { Queries } from '../database/index.js';

/**
 * Gives this database's history a name of its own: what clients know of another one is then no use to them, and they begin
 * anew. For a restored backup, whose next numbers have been given out before. Nodes that run look at it every ten seconds.
 */
export async function renewEpoch(db: Queries): Promise<void> {
  await db.query('UPDATE deployment SET epoch = gen_random_uuid()', []);
}
