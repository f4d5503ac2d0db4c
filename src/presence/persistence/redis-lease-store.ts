import type { Redis } from 'ioredis';
import type { KnownStatus } from '../domain/merge.js';
import { HOLD, RELEASE, STATUS, SWEEP } from './lease-scripts.js';
import { LeaseStore, type StatusChange } from './lease-store.js';

/** Most lapsed users one sweep settles: a script blocks Redis while it runs. */
const SWEEP_MOST = 500;

type Changed = KnownStatus | null;

/** What `defineCommand` adds to the client. */
interface LeaseCommands {
  presenceHold(hash: string, due: string, user: string, holder: string, away: string, ms: number): Promise<Changed>;
  presenceRelease(hash: string, due: string, user: string, holder: string): Promise<Changed>;
  presenceSweep(due: string, hashes: string, most: number): Promise<string[]>;
  presenceStatus(count: number, ...hashes: string[]): Promise<KnownStatus[]>;
}

/** The form that several nodes share. */
export class RedisLeaseStore extends LeaseStore {
  private readonly commands: LeaseCommands;
  private readonly hashes: string;
  private readonly due: string;

  constructor(redis: Redis, prefix: string) {
    super();
    redis.defineCommand('presenceHold', { numberOfKeys: 2, lua: HOLD });
    redis.defineCommand('presenceRelease', { numberOfKeys: 2, lua: RELEASE });
    redis.defineCommand('presenceSweep', { numberOfKeys: 1, lua: SWEEP });
    redis.defineCommand('presenceStatus', { lua: STATUS });
    this.commands = redis as unknown as LeaseCommands;
    this.hashes = `${prefix}:presence:u:`;
    this.due = `${prefix}:presence:due`;
  }

  async hold(userId: string, holder: string, away: boolean, forMs: number): Promise<StatusChange | null> {
    const hash = this.hashes + userId;
    const changed = await this.commands.presenceHold(hash, this.due, userId, holder, away ? '1' : '0', forMs);
    return changed && { userId, status: changed };
  }

  async release(userId: string, holder: string): Promise<StatusChange | null> {
    const changed = await this.commands.presenceRelease(this.hashes + userId, this.due, userId, holder);
    return changed && { userId, status: changed };
  }

  async sweep(): Promise<StatusChange[]> {
    const flat = await this.commands.presenceSweep(this.due, this.hashes, SWEEP_MOST);
    return Array.from({ length: flat.length / 2 }, (_, i) => ({
      userId: flat[2 * i]!,
      status: flat[2 * i + 1] as KnownStatus,
    }));
  }

  async statusOf(userIds: readonly string[]): Promise<Map<string, KnownStatus>> {
    if (userIds.length === 0) return new Map();
    const hashes = userIds.map((userId) => this.hashes + userId);
    const statuses = await this.commands.presenceStatus(hashes.length, ...hashes);
    return new Map(userIds.map((userId, i) => [userId, statuses[i]!]));
  }
}
