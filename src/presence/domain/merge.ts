import type { PresenceStatus } from '../../contract/index.js';

/** What is known for sure; `unknown` is the answer of somebody who could not ask. */
export type KnownStatus = Exclude<PresenceStatus, 'unknown'>;

/** One device's word for its user. It counts until `expiresAt` (milliseconds by the store's clock). */
export interface Lease {
  away: boolean;
  expiresAt: number;
}

/** Online on one device is online; away only where no device says more; without a living lease offline. */
export function mergeLeases(leases: Iterable<Lease>, now: number): KnownStatus {
  let status: KnownStatus = 'offline';
  for (const { away, expiresAt } of leases) {
    if (expiresAt <= now) continue;
    if (!away) return 'online';
    status = 'away';
  }
  return status;
}
