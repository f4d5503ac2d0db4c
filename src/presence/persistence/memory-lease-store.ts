import type { Clock } from '../../shared/clock.js';
import { type KnownStatus, type Lease, mergeLeases } from '../domain/merge.js';
import { LeaseStore, type StatusChange } from './lease-store.js';

interface User {
  leases: Map<string, Lease>;
  /** What was last told of. */
  status: KnownStatus;
}

/** The form for a process that runs alone. */
export class MemoryLeaseStore extends LeaseStore {
  private readonly users = new Map<string, User>();

  constructor(private readonly clock: Clock) {
    super();
  }

  async hold(userId: string, holder: string, away: boolean, forMs: number): Promise<StatusChange | null> {
    const user = this.users.get(userId) ?? { leases: new Map<string, Lease>(), status: 'offline' };
    this.users.set(userId, user);
    user.leases.set(holder, { away, expiresAt: this.now() + forMs });
    return this.settle(userId, user);
  }

  async release(userId: string, holder: string): Promise<StatusChange | null> {
    const user = this.users.get(userId);
    user?.leases.delete(holder);
    return user ? this.settle(userId, user) : null;
  }

  async sweep(): Promise<StatusChange[]> {
    return [...this.users].map(([userId, user]) => this.settle(userId, user)).filter((change) => change !== null);
  }

  async statusOf(userIds: readonly string[]): Promise<Map<string, KnownStatus>> {
    const now = this.now();
    return new Map(userIds.map((id) => [id, mergeLeases(this.users.get(id)?.leases.values() ?? [], now)]));
  }

  private settle(userId: string, user: User): StatusChange | null {
    const now = this.now();
    for (const [holder, { expiresAt }] of user.leases) if (expiresAt <= now) user.leases.delete(holder);
    const status = mergeLeases(user.leases.values(), now);
    if (user.leases.size === 0) this.users.delete(userId);
    if (status === user.status) return null;
    user.status = status;
    return { userId, status };
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
