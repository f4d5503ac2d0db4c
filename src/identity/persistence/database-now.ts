import type { Tx } from '../../platform/database/index.js';

/** The database's clock, which all nodes share: sessions lapse by it, whatever a node's own clock says. */
export async function databaseNow(tx: Tx): Promise<Date> {
  const [row] = await tx.query<{ now: Date }>(`SELECT date_trunc('milliseconds', clock_timestamp()) AS now`);
  return row!.now;
}
