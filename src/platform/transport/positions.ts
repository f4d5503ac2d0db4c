import { columns } from '../database/columns.js';
import { Database, type Tx } from '../database/database.js';
import { shardOf } from '../journal/shard.js';

export interface Position {
  /** What the table says: effects up to here are committed. */
  stored: number;
  /** Everything up to here is done with: committed, or of no interest to the consumer. At least `stored`. */
  seen: number;
}

export interface Move {
  streamId: string;
  from: number;
  to: number;
}

/** The position in the table is not the one this process knew: another one has been at work. */
export class PositionMoved extends Error {}

const LOAD = `SELECT seq FROM consumer_positions WHERE shard = $1 AND consumer = $2 AND stream_id = $3`;
const MOVE = `
  INSERT INTO consumer_positions AS p (shard, consumer, stream_id, seq) VALUES ($1, $2, $3, $4)
  ON CONFLICT (shard, consumer, stream_id) DO UPDATE SET seq = EXCLUDED.seq WHERE p.seq = $5 RETURNING seq`;
const LOAD_ALL = `SELECT p.stream_id, p.seq FROM consumer_positions p
  JOIN unnest($1::smallint[], $3::uuid[]) AS want (shard, stream_id) ON p.shard = want.shard AND p.stream_id = want.stream_id
  WHERE p.consumer = $2`;
const INPUT = `unnest($1::smallint[], $3::uuid[], $4::bigint[], $5::bigint[]) AS i (shard, stream_id, seq, expected)`;
const FIRST_ALL = `
  INSERT INTO consumer_positions (shard, consumer, stream_id, seq)
  SELECT i.shard, $2, i.stream_id, i.seq FROM ${INPUT} WHERE i.expected = 0 ORDER BY i.shard, i.stream_id
  ON CONFLICT DO NOTHING RETURNING stream_id`;
const MOVE_ALL = `
  UPDATE consumer_positions p SET seq = i.seq FROM ${INPUT}
  WHERE i.expected > 0 AND p.shard = i.shard AND p.consumer = $2 AND p.stream_id = i.stream_id AND p.seq = i.expected
  RETURNING p.stream_id`;
/** Streams remembered per consumer; forgetting one costs a read. */
const REMEMBERED = 20_000;

/**
 * How far a consumer has come in each stream. The table decides; memory only saves reads. Moving a position is conditional
 * on the value that the effect was decided on, so two processes cannot both commit the same entry's effect.
 */
export class Positions {
  private readonly known = new Map<string, Position>();

  constructor(
    private readonly database: Database,
    private readonly consumer: string,
  ) {}

  peek(streamId: string): Position | undefined {
    return this.known.get(streamId);
  }

  async load(streamId: string): Promise<Position> {
    const known = this.known.get(streamId);
    return known ?? this.reload(streamId);
  }

  /** Forgets what memory says. */
  async reload(streamId: string): Promise<Position> {
    const [row] = await this.database.named<{ seq: number }>('position-load', LOAD, [
      shardOf(streamId),
      this.consumer,
      streamId,
    ]);
    return this.remember(streamId, row?.seq ?? 0, row?.seq ?? 0);
  }

  /** Within the transaction of the effect. */
  async move(tx: Tx, streamId: string, to: number, from: number): Promise<void> {
    const moved = await tx.query(MOVE, [shardOf(streamId), this.consumer, streamId, to, from]);
    if (moved.length === 0) throw new PositionMoved();
  }

  /** The same for many streams at once: all or none. */
  async moveAll(tx: Tx, moves: readonly Move[]): Promise<void> {
    const [shards, ...rest] = columns(
      moves,
      (m) => shardOf(m.streamId),
      (m) => m.streamId,
      (m) => m.to,
      (m) => m.from,
    );
    const params = [shards, this.consumer, ...rest];
    const later = moves.some((m) => m.from > 0) ? await tx.query(MOVE_ALL, params) : [];
    const first = moves.some((m) => m.from === 0) ? await tx.query(FIRST_ALL, params) : [];
    if (first.length + later.length < moves.length) throw new PositionMoved();
  }

  /** Reads what memory does not know of these streams, in one statement. */
  async loadAll(streamIds: Iterable<string>): Promise<void> {
    const unknown = [...new Set(streamIds)].filter((id) => !this.known.has(id));
    if (unknown.length === 0) return;
    const params = [unknown.map(shardOf), this.consumer, unknown];
    const rows = await this.database.named<{ stream_id: string; seq: number }>('position-load-all', LOAD_ALL, params);
    const found = new Map(rows.map((r) => [r.stream_id, r.seq]));
    for (const id of unknown) this.remember(id, found.get(id) ?? 0, found.get(id) ?? 0);
  }

  committed(streamId: string, seq: number): void {
    this.remember(streamId, seq, seq);
  }

  /** Numbers up to `seq` need no effect; remembered, not stored: after a restart the log says it again. */
  passed(streamId: string, seq: number): void {
    const known = this.known.get(streamId);
    if (known && seq > known.seen) known.seen = seq;
  }

  private remember(streamId: string, stored: number, seen: number): Position {
    const position = { stored, seen };
    this.known.delete(streamId);
    this.known.set(streamId, position);
    if (this.known.size > REMEMBERED) this.known.delete(this.known.keys().next().value!);
    return position;
  }
}
