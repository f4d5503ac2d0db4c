import { Bus, type PacketListener } from './bus.js';
import { decodePackets, encodePackets, type Packet } from './packet.js';

/** What the in-process nodes of one process share. */
export class LocalHub {
  readonly nodes = new Set<LocalBus>();
}

/** The form without Redis: nodes of the same process (one, outside tests) hear each other through memory. */
export class LocalBus extends Bus {
  readonly up = true;
  private readonly subscribed = new Set<string>();
  private readonly listeners: PacketListener[] = [];

  constructor(private readonly hub = new LocalHub()) {
    super();
    hub.nodes.add(this);
  }

  async subscribe(streamIds: readonly string[]): Promise<void> {
    for (const id of streamIds) this.subscribed.add(id);
  }

  unsubscribe(streamId: string): void {
    this.subscribed.delete(streamId);
  }

  publish(streamId: string, packet: Packet): void {
    for (const node of this.hub.nodes) {
      if (node === this || !node.subscribed.has(streamId)) continue;
      // The same bytes as between machines, so that this form can do nothing the other cannot.
      const text = encodePackets([packet]);
      setImmediate(() => node.receive(streamId, text));
    }
  }

  onPacket(listener: PacketListener): void {
    this.listeners.push(listener);
  }

  onGap(): void {
    // Loses nothing.
  }

  onLoss(): void {
    // As above.
  }

  close(): void {
    this.hub.nodes.delete(this);
  }

  private receive(streamId: string, text: string): void {
    if (!this.subscribed.has(streamId)) return;
    for (const packet of decodePackets(streamId, text) ?? []) for (const hear of this.listeners) hear(streamId, packet);
  }
}
