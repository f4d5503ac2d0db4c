/** One device of a user on this node: its sockets, and which of them said that they are idle. */
interface Device {
  userId: string;
  deviceId: string;
  sockets: Map<string, { away: boolean; heardAt: number }>;
}

export interface DeviceState {
  userId: string;
  deviceId: string;
  /** Every socket of the device is idle. */
  away: boolean;
  /** When any of its sockets was last heard. */
  heardAt: number;
}

/** The devices connected to this node. Times are milliseconds of one steady clock. */
export class Devices {
  private readonly devices = new Map<string, Device>();

  came(userId: string, deviceId: string, socketId: string, at: number): void {
    const key = keyOf(userId, deviceId);
    const device: Device = this.devices.get(key) ?? { userId, deviceId, sockets: new Map() };
    this.devices.set(key, device);
    device.sockets.set(socketId, { away: false, heardAt: at });
  }

  /** The socket gave a sign of life. */
  heard(userId: string, deviceId: string, socketId: string, at: number): void {
    const socket = this.devices.get(keyOf(userId, deviceId))?.sockets.get(socketId);
    if (socket) socket.heardAt = at;
  }

  setAway(userId: string, deviceId: string, socketId: string, away: boolean): void {
    const socket = this.devices.get(keyOf(userId, deviceId))?.sockets.get(socketId);
    if (socket) socket.away = away;
  }

  /** True: that was the device's last socket here. */
  gone(userId: string, deviceId: string, socketId: string): boolean {
    const key = keyOf(userId, deviceId);
    const device = this.devices.get(key);
    if (!device?.sockets.delete(socketId) || device.sockets.size > 0) return false;
    return this.devices.delete(key);
  }

  state(userId: string, deviceId: string): DeviceState | null {
    const device = this.devices.get(keyOf(userId, deviceId));
    return device ? stateOf(device) : null;
  }

  *[Symbol.iterator](): Iterator<DeviceState> {
    for (const device of this.devices.values()) yield stateOf(device);
  }
}

const keyOf = (userId: string, deviceId: string): string => `${userId} ${deviceId}`;

function stateOf({ userId, deviceId, sockets }: Device): DeviceState {
  const all = [...sockets.values()];
  return { userId, deviceId, away: all.every((s) => s.away), heardAt: Math.max(...all.map((s) => s.heardAt)) };
}
