import { RawSocketIo } from '../../../../bench/lib/socket-io.js';
import { inParallel } from '../../../../scripts/replay/patience.js';
import { untilBack } from '../../cluster/not-back.js';
import type { World } from '../../driver/world.js';
import type { FaultProxy } from '../../proxy/fault-proxy.js';

const AT_ONCE = 20;
/** Longest wait before the next try, drawn, as clients do it. */
const AGAIN_MS = 1_000;

/** Sockets that only sit there, and come back when they are cut. */
export class Crowd {
  private readonly sockets = new Map<number, RawSocketIo>();
  private over = false;

  private constructor(
    private readonly world: World,
    private readonly port: number,
    private readonly size: number,
  ) {}

  static async gather(world: World, fronts: readonly FaultProxy[], size: number): Promise<Crowd> {
    const crowd = new Crowd(world, fronts[0]!.port, size);
    await inParallel([...Array(size).keys()], AT_ONCE, (n) => crowd.join(n));
    return crowd;
  }

  get online(): number {
    return this.sockets.size;
  }

  async untilBack(withinMs: number): Promise<void> {
    await untilBack('a crowd', `all ${this.size} sockets are back`, withinMs, () => this.online === this.size);
  }

  close(): void {
    this.over = true;
    for (const socket of this.sockets.values()) socket.destroy();
  }

  private async join(n: number): Promise<void> {
    if (this.over) return;
    const person = this.world.people[n % this.world.people.length]!;
    try {
      const token = await person.devices[0]!.client.accessToken();
      const auth = { token, deviceId: `${person.name}/crowd-${n}` };
      const socket = await RawSocketIo.connect({ port: this.port, auth }, { close: () => this.lost(n) });
      this.sockets.set(n, socket);
      if (this.over) socket.destroy();
    } catch {
      this.lost(n);
    }
  }

  private lost(n: number): void {
    this.sockets.delete(n);
    if (!this.over) setTimeout(() => void this.join(n), this.world.random.next() * AGAIN_MS);
  }
}
