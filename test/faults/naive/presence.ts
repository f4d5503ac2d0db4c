import type { NaiveDevice } from './device.js';
import type { Planted } from './bugs.js';
import type { Random } from './random.js';
import type { Recorder } from './recorder.js';
import type { Timetable } from './timetable.js';

/** A user counts as gone this long after his last link, at the latest. */
export const LEASE_MS = 30_000;

/** Who is online, told to every connected device within a second. */
export class NaivePresence {
  private readonly online = new Set<string>();

  constructor(
    private readonly time: Timetable,
    private readonly random: Random,
    private readonly recorder: Recorder,
    private readonly devices: () => readonly NaiveDevice[],
    private readonly planted: Planted,
  ) {}

  linked(device: NaiveDevice, up: boolean): void {
    const { userId } = device;
    if (up) {
      for (const other of this.online) this.tell(device, other);
      if (!this.online.has(userId)) this.set(userId, true);
      return;
    }
    this.time.after(this.random.between(0, LEASE_MS - 2_000), () => {
      const gone = !this.devices().some((other) => other.up && other.userId === userId);
      if (gone && this.online.has(userId) && !this.planted.bites('ghost-presence')) this.set(userId, false);
    });
  }

  private set(userId: string, on: boolean): void {
    if (on) this.online.add(userId);
    else this.online.delete(userId);
    this.time.after(this.random.between(0, 1_000), () => {
      for (const device of this.devices()) this.tell(device, userId);
    });
  }

  private tell(device: NaiveDevice, userId: string): void {
    if (!device.up || device.userId === userId) return;
    const status = this.online.has(userId) ? 'online' : 'offline';
    this.recorder.see(device.name, 'presence', { userId, status });
  }
}
