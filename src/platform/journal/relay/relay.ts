import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { Database } from '../../database/database.js';
import { log } from '../../observability/log.js';
import { Journal } from '../journal.js';
import { EventPublisher } from './event-publisher.js';
import { heldShards, oldestPending } from './metrics.js';
import { PendingRowsReader } from './outbox-reader.js';
import { OutboxWriter } from './outbox-writer.js';
import { RelayLoop } from './relay-loop.js';
import { RecentEntries } from './recent-entries.js';
import { RENEW_MS, ShardLeases } from './shard-leases.js';

const OLDEST = `
  SELECT coalesce(max(extract(epoch FROM now() - e.occurred_at)), 0)::float8 AS age
  FROM generate_series(0, 63) AS s (shard)
  CROSS JOIN LATERAL (SELECT * FROM outbox b WHERE b.shard = s.shard ORDER BY b.id LIMIT 1) o
  JOIN LATERAL (SELECT * FROM entries x WHERE x.shard = o.shard AND x.stream_id = o.stream_id AND x.seq = o.seq LIMIT 1) e ON true`;

/** This node's relay: its leases and its loop, from start to an orderly stop. */
@Injectable()
export class Relay implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly leases: ShardLeases;
  private readonly loop: RelayLoop;
  private readonly active: boolean;
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    journal: Journal,
    publisher: EventPublisher,
    config: Config,
  ) {
    // Without Kafka the consumers are in this process: a node that has none must leave the events to one that has.
    this.active = config.has('relay') && (config.get('KAFKA_BROKERS').length > 0 || config.has('consumers'));
    const recent = new RecentEntries();
    this.leases = new ShardLeases(database, () => this.loop.quiesce());
    this.loop = new RelayLoop({
      shards: () => this.leases.current(),
      holds: (shard, fencing) => this.leases.holds(shard, fencing),
      reader: new PendingRowsReader(database, recent),
      writer: new OutboxWriter(database, this.leases.nodeId),
      publisher,
    });
    if (!this.active) return;
    journal.onCommitted((entries) => {
      recent.add(entries);
      this.loop.wake();
    });
  }

  onApplicationBootstrap(): void {
    if (!this.active) return;
    this.renew();
    this.timer = setInterval(() => this.renew(), RENEW_MS);
    this.loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    if (!this.active) return;
    clearInterval(this.timer);
    await this.round;
    // Giving a lease back waits for what is on its way out: with a transport that hangs it would never end. The lease does.
    if (await this.loop.stop())
      await this.leases.leave().catch((error: unknown) => log.warn({ err: error }, 'shard leases were not given back'));
    else log.warn('the transport does not answer: what is on its way out is left, and the shard leases run out');
  }

  /** One round at a time: behind a slow database they must not queue up. */
  private renew(): void {
    this.round ??= this.oneRound().finally(() => (this.round = undefined));
  }

  private async oneRound(): Promise<void> {
    try {
      await this.leases.round();
      heldShards.set(this.leases.current().size);
      this.loop.wake();
      const [oldest] = await this.database.named<{ age: number }>('relay-oldest', OLDEST, []);
      oldestPending.set(oldest!.age);
    } catch (error) {
      log.warn({ err: error }, 'shard leases could not be renewed');
    }
  }
}
