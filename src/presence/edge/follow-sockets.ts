import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { TIMINGS } from '../../contract/index.js';
import { REDIS, type RedisConnections } from '../../platform/redis/index.js';
import { type Connection, SignIn } from '../../platform/realtime/index.js';
import { log } from '../../platform/observability/index.js';
import { LastSeen } from '../persistence/last-seen.js';
import { KeepLeases } from '../use-cases/keep-leases.js';
import { Typists } from '../use-cases/typists.js';

/** A device that comes back within this time was never away: reloads and short breaks are not news. */
const GRACE_MS = 3_000;
const SWEEP_MS = 1_000;
const SEEN_MS = 300_000;

/** Sockets that come and go, and the rounds that keep what they hold. */
@Injectable()
export class FollowSockets implements OnModuleInit, OnApplicationShutdown {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly graces = new Set<NodeJS.Timeout>();
  /** Until then lapsed leases are left alone: after an outage every node has to take its own anew first. */
  private sweepFrom = 0;

  constructor(
    private readonly signIn: SignIn,
    private readonly leases: KeepLeases,
    private readonly typists: Typists,
    private readonly lastSeen: LastSeen,
    @Inject(REDIS) private readonly redis: RedisConnections | null,
  ) {}

  onModuleInit(): void {
    this.signIn.onConnected((connection) => this.connected(connection));
    this.signIn.onDisconnected((connection) => this.disconnected(connection));
    this.redis?.onChange((up) => {
      if (!up) return;
      this.sweepFrom = performance.now() + TIMINGS.presenceRefreshMs;
      void this.leases.renewAll();
    });
    this.every(TIMINGS.presenceRefreshMs, () => this.leases.renewAll());
    this.every(SWEEP_MS, async () => {
      if (performance.now() >= this.sweepFrom) await this.leases.sweep();
    });
    this.every(SEEN_MS, () => this.lastSeen.now(this.leases.users()));
  }

  /** What still waits for its grace is left to lapse. */
  onApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
    for (const timer of this.graces) clearTimeout(timer);
  }

  private connected(connection: Connection): void {
    const { userId, deviceId, id } = connection;
    void this.leases.came(userId, deviceId, id);
    // Engine.IO's word for an answered ping: the one sign of life an idle client gives.
    connection.socket.conn.on('heartbeat', () => void this.leases.heard(userId, deviceId, id));
  }

  private disconnected({ userId, deviceId, id }: Connection): void {
    this.typists.forget(id);
    if (!this.leases.left(userId, deviceId, id)) return;
    const timer = setTimeout(() => {
      this.graces.delete(timer);
      void this.leases.release(userId, deviceId);
    }, GRACE_MS).unref();
    this.graces.add(timer);
  }

  /** One round at a time; a failing one is the next one's business. */
  private every(ms: number, work: () => Promise<void>): void {
    let running = false;
    const round = async (): Promise<void> => {
      if (running) return;
      running = true;
      await work().catch((error: unknown) => log.debug({ err: error }, 'a round of presence failed'));
      running = false;
    };
    this.timers.push(setInterval(() => void round(), ms).unref());
  }
}
