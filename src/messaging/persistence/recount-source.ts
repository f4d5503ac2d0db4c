import type { CursorView } from '../../contract/index.js';
import type { Queries } from '../../platform/database/index.js';
import { AT_START } from '../domain/cursor.js';
import type { LogEntry } from '../domain/log-fold.js';

const NEXT = `SELECT shard, stream_id, last_seq, acl_version FROM streams
  WHERE kind = 'conversation' AND (shard, stream_id) > ($1, $2) ORDER BY shard, stream_id LIMIT 100`;
const LOG = `SELECT seq, type, actor_id AS "actorId", payload AS data FROM entries
  WHERE shard = $1 AND stream_id = $2 AND seq > $3 ORDER BY seq LIMIT 1000`;
// The furthest the user’s own log ever said, and the first number it still has.
const CURSORS = `SELECT s.stream_id AS id, min(e.seq) AS first,
    max((e.payload ->> 'deliveredSeq')::bigint) FILTER (WHERE moved) AS delivered,
    max((e.payload ->> 'readSeq')::bigint) FILTER (WHERE moved) AS read
  FROM streams s LEFT JOIN entries e ON e.shard = s.shard AND e.stream_id = s.stream_id
  CROSS JOIN LATERAL (SELECT e.type = 'messaging.cursor-moved.v1' AND e.payload ->> 'conversationId' = $2::text) AS m (moved)
  WHERE s.kind = 'user' AND s.stream_id = ANY ($1::uuid[]) GROUP BY s.stream_id`;

export interface StreamRow {
  shard: number;
  stream_id: string;
  last_seq: number;
  acl_version: number;
}

export async function* conversations(db: Queries): AsyncGenerator<StreamRow> {
  let after: [number, string] = [-1, '00000000-0000-0000-0000-000000000000'];
  for (;;) {
    const rows = await db.query<StreamRow>(NEXT, after);
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = [last.shard, last.stream_id];
  }
}

export async function* logOf(db: Queries, { shard, stream_id }: StreamRow): AsyncGenerator<LogEntry> {
  for (let after = 0; ;) {
    const rows = await db.query<LogEntry>(LOG, [shard, stream_id, after]);
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.seq;
  }
}

/** Left out: users whose own log no longer reaches back to its beginning. */
export async function cursors(
  db: Queries,
  conversationId: string,
  userIds: readonly string[],
): Promise<Map<string, CursorView>> {
  const rows = await db.query<{ id: string; first: number | null; delivered: number | null; read: number | null }>(
    CURSORS,
    [userIds, conversationId],
  );
  const whole = rows.filter((r) => r.first === null || r.first === 1);
  return new Map(
    whole.map((r) => [r.id, r.read === null ? AT_START : { deliveredSeq: r.delivered!, readSeq: r.read }]),
  );
}
