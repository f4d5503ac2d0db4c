import { Injectable } from '@nestjs/common';
import { TIMINGS } from '../../contract/index.js';
import { log } from '../../platform/observability/index.js';
import { Clock } from '../../shared/clock.js';
import { newId } from '../../shared/ids.js';
import { Devices } from '../domain/devices.js';
import { LeaseStore, type StatusChange } from '../persistence/lease-store.js';
import { AnnouncePresence } from './announce-presence.js';

/** Leases of so many devices are renewed at a time. */
const AT_ONCE = 50;

/**
 * Holds a lease for every device connected to this node. A lease runs for 30 s from the moment its device was last heard
 * (sockets answer a ping every 25 s), so one whose link went silent lapses although its socket is still open.
 * With the store away nothing is held and nobody is told; the next round takes every lease anew.
 */
@Injectable()
export class KeepLeases {
  private readonly devices = new Devices();
  /** Leases are per node: a device that moves to another node is held there before it is let go here. */
  private readonly node = newId();
  /** Users with a device that left while the store was away: one that comes back empty has never heard of it. */
  private readonly missed = new Set<string>();

  constructor(
    private readonly store: LeaseStore,
    private readonly announce: AnnouncePresence,
    private readonly clock: Clock,
  ) {}

  /** A socket connected. */
  async came(userId: string, deviceId: string, socketId: string): Promise<void> {
    this.devices.came(userId, deviceId, socketId, this.now());
    await this.renew(userId, deviceId);
  }

  /** It gave a sign of life. The lease is renewed at once: by the next round the old one could have lapsed. */
  async heard(userId: string, deviceId: string, socketId: string): Promise<void> {
    this.devices.heard(userId, deviceId, socketId, this.now());
    await this.renew(userId, deviceId);
  }

  async setAway(userId: string, deviceId: string, socketId: string, away: boolean): Promise<void> {
    this.devices.setAway(userId, deviceId, socketId, away);
    await this.renew(userId, deviceId);
  }

  /** True: the device has no socket here any more; `release` lets it go. */
  left(userId: string, deviceId: string, socketId: string): boolean {
    return this.devices.gone(userId, deviceId, socketId);
  }

  /** Lets the device go, unless it has come back meanwhile. */
  async release(userId: string, deviceId: string): Promise<void> {
    if (this.devices.state(userId, deviceId)) return;
    const told = await this.tell(() => this.store.release(userId, this.holder(deviceId)));
    if (!told) this.missed.add(userId);
  }

  async renewAll(): Promise<void> {
    const all = [...this.devices];
    for (let i = 0; i < all.length; i += AT_ONCE)
      await Promise.all(all.slice(i, i + AT_ONCE).map(({ userId, deviceId }) => this.renew(userId, deviceId)));
  }

  async sweep(): Promise<void> {
    try {
      for (const change of await this.store.sweep()) this.announce.tell(change);
      for (const userId of this.missed) this.announce.tellWhenKnown(userId);
      this.missed.clear();
    } catch (error) {
      log.debug({ err: error }, 'lapsed leases cannot be read');
    }
  }

  /** Users with a device here. */
  users(): string[] {
    return [...this.devices].map((device) => device.userId);
  }

  /** As the device is now: in a round of many it may have gone away, or gone, since the round began. */
  private async renew(userId: string, deviceId: string): Promise<void> {
    const device = this.devices.state(userId, deviceId);
    if (!device) return;
    const forMs = Math.floor(TIMINGS.presenceLeaseMs - (this.now() - device.heardAt));
    if (forMs > 0) await this.tell(() => this.store.hold(userId, this.holder(deviceId), device.away, forMs));
  }

  /** False: the store was away. */
  private async tell(act: () => Promise<StatusChange | null>): Promise<boolean> {
    try {
      const change = await act();
      if (change) this.announce.tell(change);
      return true;
    } catch (error) {
      log.debug({ err: error }, 'a presence lease could not be changed');
      return false;
    }
  }

  private now(): number {
    return this.clock.now().getTime();
  }

  private holder(deviceId: string): string {
    return `${this.node}:${deviceId}`;
  }
}
