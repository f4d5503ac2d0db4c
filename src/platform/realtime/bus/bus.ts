import type { Packet } from './packet.js';

export type PacketListener = (streamId: string, packet: Packet) => void;

/**
 * Carries packets between nodes, per stream, to the nodes that subscribed. A hint only: packets may be lost, repeated or
 * come in another order, and no method ever throws or rejects; the gate and the heads repair. A node does not hear itself.
 */
export abstract class Bus {
  /** False while packets may be lost, from this node or from another; heads are polled then. */
  abstract readonly up: boolean;

  /** Settles when the subscription is confirmed, or when there is no hope of that (`up` is false then). */
  abstract subscribe(streamIds: readonly string[]): Promise<void>;
  abstract unsubscribe(streamId: string): void;
  /** What one turn of the loop publishes leaves together. */
  abstract publish(streamId: string, packet: Packet): void;
  abstract onPacket(listener: PacketListener): void;
  /** Packets were lost, or flow again and all subscriptions are confirmed: either way heads are to be read now. */
  abstract onGap(listener: () => void): void;
  /** Packets may have been lost on their way to this node; while that lasts it is told again and again, and once more after it. */
  abstract onLoss(listener: () => void): void;
  abstract close(): void;
}
