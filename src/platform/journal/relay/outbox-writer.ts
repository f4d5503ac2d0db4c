import { columns } from '../../database/columns.js';
import type { Database } from '../../database/database.js';
import type { OutboxRow } from './outbox-row.js';

/** Publishing attempts before a row is set aside. */
export const MAX_ATTEMPTS = 5;

const FENCED = `
  FROM unnest($2::smallint[], $3::bigint[], $4::bigint[]) AS r (shard, id, fencing)
  JOIN relay_leases l ON l.shard = r.shard AND l.owner = $1 AND l.fencing = r.fencing`;
const SETTLE = `
  DELETE FROM outbox o USING (SELECT r.shard, r.id ${FENCED}) f
  WHERE o.shard = f.shard AND o.id = f.id RETURNING o.id`;
const POSTPONE = `
  UPDATE outbox o SET attempts = o.attempts + 1, next_attempt_at = now() + f.wait * interval '1 ms'
  FROM (SELECT r.shard, r.id, $5::int AS wait ${FENCED}) f
  WHERE o.shard = f.shard AND o.id = f.id`;
const BURY = `
  WITH gone AS (
    DELETE FROM outbox o USING (SELECT r.shard, r.id ${FENCED}) f
    WHERE o.shard = f.shard AND o.id = f.id RETURNING o.shard, o.id, o.stream_id, o.seq)
  INSERT INTO outbox_dead (shard, id, stream_id, seq, error) SELECT shard, id, stream_id, seq, $5 FROM gone
  ON CONFLICT DO NOTHING`;

/**
 * What the relay changes in the outbox. Every statement is fenced: it touches a row only while this node holds the shard's
 * lease under the very number it published with, so a relay that wakes after having been replaced changes nothing.
 */
export class OutboxWriter {
  constructor(
    private readonly database: Database,
    private readonly nodeId: string,
  ) {}

  /** Removes published rows. */
  async settle(rows: readonly OutboxRow[], fencing: ReadonlyMap<number, number>): Promise<number> {
    const gone = await this.database.named('relay-settle', SETTLE, this.fenced(rows, fencing));
    return gone.length;
  }

  /** Counts a failed attempt; the row and, behind it, its stream wait. */
  async postpone(row: OutboxRow, fencing: ReadonlyMap<number, number>, waitMs: number): Promise<void> {
    await this.database.named('relay-postpone', POSTPONE, [...this.fenced([row], fencing), waitMs]);
  }

  /** Sets a row aside for good; `outbox dead replay` brings it back. */
  async bury(row: OutboxRow, fencing: ReadonlyMap<number, number>, error: string): Promise<void> {
    await this.database.named('relay-bury', BURY, [...this.fenced([row], fencing), error]);
  }

  private fenced(rows: readonly OutboxRow[], fencing: ReadonlyMap<number, number>): unknown[] {
    const values = columns(
      rows,
      (r) => r.shard,
      (r) => r.id,
      (r) => fencing.get(r.shard) ?? -1,
    );
    return [this.nodeId, ...values];
  }
}
