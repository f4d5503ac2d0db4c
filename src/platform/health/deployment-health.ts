import { Inject, Injectable } from '@nestjs/common';
import type { DeploymentHealthView, PartStatus } from '../../contract/index.js';
import { Config } from '../config/index.js';
import { Database } from '../database/database.js';
import { version } from '../http/version.js';
import { SHARDS } from '../journal/shard.js';
import { REDIS, type RedisConnections } from '../redis/index.js';
import { EventTransport } from '../transport/index.js';

const OUTBOX = `SELECT count(*)::int AS rows,
  coalesce(extract(epoch FROM clock_timestamp() - min(entry_at)), 0)::float8 AS "oldestSeconds" FROM outbox`;
const RELAY = `SELECT
  (SELECT count(*)::int FROM relay_leases WHERE owner IS NOT NULL AND expires_at > now()) AS held,
  (SELECT count(*)::int FROM relay_nodes WHERE expires_at > now()) AS nodes`;
const DEAD = `SELECT
  (SELECT count(*)::int FROM dead_letters WHERE replayed_at IS NULL) AS consumers,
  (SELECT count(*)::int FROM outbox_dead) AS outbox`;

/** How the deployment is. Answers whatever is down, and says so. */
@Injectable()
export class DeploymentHealth {
  private readonly startedAt = new Date();

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly transport: EventTransport,
    @Inject(REDIS) private readonly redis: RedisConnections | null,
  ) {}

  async look(): Promise<DeploymentHealthView> {
    const [outbox, relay, deadLetters, { status: kafka, consumers }] = await Promise.all([
      this.ask<NonNullable<DeploymentHealthView['outbox']>>('health-outbox', OUTBOX),
      this.ask<{ held: number; nodes: number }>('health-relay', RELAY),
      this.ask<NonNullable<DeploymentHealthView['deadLetters']>>('health-dead', DEAD),
      this.transport.health(),
    ]);
    return {
      version,
      startedAt: this.startedAt.toISOString(),
      uptimeSeconds: Math.floor(process.uptime()),
      roles: [...this.config.get('ROLES')],
      postgres: relay ? this.postgres : 'down',
      redis: this.redis === null ? 'embedded' : this.redis.up ? 'up' : 'down',
      kafka,
      outbox,
      relay: relay && { shards: SHARDS, ...relay },
      consumers,
      deadLetters,
    };
  }

  private get postgres(): PartStatus {
    return this.config.isGiven('DATABASE_URL') ? 'up' : 'embedded';
  }

  private async ask<T>(name: string, sql: string): Promise<T | null> {
    return this.database.named<T>(name, sql, []).then(
      ([row]) => row!,
      () => null,
    );
  }
}
