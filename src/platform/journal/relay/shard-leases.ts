import { newId } from '../../../shared/ids.js';
import type { Database } from '../../database/database.js';
import { log } from '../../observability/log.js';
import { SHARDS } from '../shard.js';

/** A lease lasts this long by the database's clock … */
export const LEASE_MS = 10_000;
/** … is renewed this often, so that a silent owner loses its shards within LEASE_MS + RENEW_MS … */
export const RENEW_MS = 2_500;
/** … and is not trusted any more this long before its end: room for what was checked and is on its way out. */
const MARGIN_MS = 2_000;

const HEARTBEAT = `
  WITH me AS (
    INSERT INTO relay_nodes (node_id, expires_at) VALUES ($1, now() + $2 * interval '1 ms')
    ON CONFLICT (node_id) DO UPDATE SET expires_at = EXCLUDED.expires_at),
  gone AS (DELETE FROM relay_nodes WHERE expires_at < now() - interval '1 hour')
  SELECT 1 + count(*)::int AS live FROM relay_nodes WHERE node_id <> $1 AND expires_at > now()`;
const RENEW = `
  UPDATE relay_leases SET expires_at = now() + $2 * interval '1 ms'
  WHERE owner = $1 AND expires_at > now() RETURNING shard, fencing`;
const CLAIM = `
  UPDATE relay_leases SET owner = $1, fencing = fencing + 1, expires_at = now() + $2 * interval '1 ms'
  WHERE shard IN (
    SELECT shard FROM relay_leases WHERE owner IS NULL OR expires_at <= now() ORDER BY shard LIMIT $3 FOR UPDATE SKIP LOCKED)
  RETURNING shard, fencing`;
const RELEASE = `UPDATE relay_leases SET owner = NULL WHERE owner = $1 AND shard = ANY ($2::smallint[])`;
const LEAVE = `DELETE FROM relay_nodes WHERE node_id = $1`;

interface LeaseRow {
  shard: number;
  fencing: number;
}

/**
 * The shards this node may publish. At most one node holds a shard's lease; a stopped one loses it by expiry, and finds out
 * by its monotonic clock, before it asks anybody, that it may no longer publish.
 */
export class ShardLeases {
  readonly nodeId = newId();
  private held = new Map<number, number>();
  private deadline = 0;
  /** Being given up: still renewed, and what is on its way out may leave, but nothing more is published. */
  private readonly leaving = new Map<number, number>();

  constructor(
    private readonly database: Database,
    /** Waits until nothing that was read before is on its way out any more. */
    private readonly quiesce: () => Promise<void>,
  ) {}

  /** Held shards with their fencing numbers; none once the lease may have run out. */
  current(): ReadonlyMap<number, number> {
    return performance.now() < this.deadline ? this.held : NONE;
  }

  /** Whether what was read under this number may still leave. */
  holds(shard: number, fencing: number): boolean {
    return performance.now() < this.deadline && (this.held.get(shard) ?? this.leaving.get(shard)) === fencing;
  }

  /** One round: heartbeat, renew, give up what is more than this node's share, take what is free. */
  async round(): Promise<void> {
    // Taken before the statements: the lease runs at least this long.
    const asked = performance.now();
    const [node] = await this.database.named<{ live: number }>('relay-heartbeat', HEARTBEAT, [this.nodeId, LEASE_MS]);
    const share = Math.ceil(SHARDS / node!.live);
    const mine = await this.database.named<LeaseRow>('relay-renew', RENEW, [this.nodeId, LEASE_MS]);
    this.trust(mine, asked);
    if (this.held.size > share) void this.giveUp([...this.held.keys()].slice(share));
    if (mine.length < share) {
      const wanted = share - mine.length;
      const claimed = await this.database.named<LeaseRow>('relay-claim', CLAIM, [this.nodeId, LEASE_MS, wanted]);
      this.trust([...mine, ...claimed], asked);
    }
  }

  /** Gives everything up, for an orderly stop: others need not wait for the expiry. */
  async leave(): Promise<void> {
    await this.giveUp([...this.held.keys()]);
    this.deadline = 0;
    await this.database.named('relay-leave', LEAVE, [this.nodeId]);
  }

  private trust(leases: readonly LeaseRow[], asked: number): void {
    this.held = new Map(leases.filter((l) => !this.leaving.has(l.shard)).map((l) => [l.shard, l.fencing]));
    const owned = new Map(leases.map((l) => [l.shard, l.fencing]));
    for (const shard of this.leaving.keys()) this.leaving.set(shard, owned.get(shard) ?? LOST);
    this.deadline = asked + LEASE_MS - MARGIN_MS;
  }

  private async giveUp(shards: number[]): Promise<void> {
    for (const shard of shards) {
      this.leaving.set(shard, this.held.get(shard) ?? LOST);
      this.held.delete(shard);
    }
    try {
      await this.quiesce();
      await this.database.named('relay-release', RELEASE, [this.nodeId, shards]);
    } catch (error) {
      log.warn({ err: error }, 'shards could not be released; their lease will run out');
    } finally {
      for (const shard of shards) this.leaving.delete(shard);
    }
  }
}

const NONE: ReadonlyMap<number, number> = new Map();
/** No lease has this number. */
const LOST = -1;
