import { Bus, type PacketListener } from '../../../../src/platform/realtime/index.js';
import type { Packet } from '../../../../src/platform/realtime/bus/packet.js';

/** A small seeded generator (mulberry32), so that a failing run can be repeated. */
export function seeded(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What happens to a packet on its way in: how often it arrives, and when. */
export type Fate = (streamId: string, packet: Packet) => number[];

/** Delays in milliseconds: none for a lost packet, several for a repeated one, large ones overtake. */
export function randomFate(random: () => number): Fate {
  return () => {
    const dice = random();
    if (dice < 0.15) return [];
    if (dice < 0.3) return [0, Math.floor(random() * 40)];
    if (dice < 0.6) return [Math.floor(random() * 60)];
    if (dice < 0.65) return [Math.floor(150 + random() * 200)];
    return [0];
  };
}

/** A real bus whose deliveries to this node suffer. */
export class FaultyBus extends Bus {
  constructor(
    private readonly inner: Bus,
    public fate: Fate,
  ) {
    super();
  }

  get up(): boolean {
    return this.inner.up;
  }

  subscribe(streamIds: readonly string[]): Promise<void> {
    return this.inner.subscribe(streamIds);
  }

  unsubscribe(streamId: string): void {
    this.inner.unsubscribe(streamId);
  }

  publish(streamId: string, packet: Packet): void {
    this.inner.publish(streamId, packet);
  }

  onPacket(listener: PacketListener): void {
    this.inner.onPacket((streamId, packet) => {
      for (const ms of this.fate(streamId, packet)) {
        if (ms === 0) listener(streamId, packet);
        else setTimeout(() => listener(streamId, packet), ms);
      }
    });
  }

  onGap(listener: () => void): void {
    this.inner.onGap(listener);
  }

  onLoss(listener: () => void): void {
    this.inner.onLoss(listener);
  }

  close(): void {
    this.inner.close();
  }
}
