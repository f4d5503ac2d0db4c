import type { KnownStatus } from '../domain/merge.js';

export interface StatusChange {
  userId: string;
  status: KnownStatus;
}

/**
 * Leases of devices. A holder is one device on one node, so that a device that moves does not lose its new lease with the
 * old node's. Each change of a user's merged status is answered exactly once, to whoever caused or found it.
 * Every method rejects when the store cannot be reached.
 */
export abstract class LeaseStore {
  /** Takes or renews a lease for so long. */
  abstract hold(userId: string, holder: string, away: boolean, forMs: number): Promise<StatusChange | null>;
  abstract release(userId: string, holder: string): Promise<StatusChange | null>;
  /** Drops lapsed leases; answers the users whose status changed by that and whom nobody was told of yet. */
  abstract sweep(): Promise<StatusChange[]>;
  abstract statusOf(userIds: readonly string[]): Promise<Map<string, KnownStatus>>;
}
