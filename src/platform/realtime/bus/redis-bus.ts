import { newId } from '../../../shared/ids.js';
import { log } from '../../observability/log.js';
import type { RedisConnections } from '../../redis/index.js';
import { realtimeMetrics } from '../metrics.js';
import { Bus, type PacketListener } from './bus.js';
import { decodePackets, encodePackets, type Packet } from './packet.js';
import type { Silence } from './silence.js';

/** Channels of one SUBSCRIBE: keeps a single command from holding up the others. */
const CHUNK = 1_000;

/**
 * Redis pub/sub: one channel per stream, so that only nodes with listeners hear of it. Redis keeps nothing; what is
 * published while it is away is lost, counted, told to all nodes as a silence, and repaired by their gates.
 */
export class RedisBus extends Bus {
  private readonly node = newId();
  private readonly channel: (streamId: string) => string;
  private readonly prefix: string;
  private readonly wanted = new Set<string>();
  private readonly listeners: PacketListener[] = [];
  private readonly gapListeners: Array<() => void> = [];
  private readonly lossListeners: Array<() => void> = [];
  private outgoing = new Map<string, Packet[]>();
  private confirmed = false;

  constructor(
    private readonly redis: RedisConnections,
    prefix: string,
    private readonly silence: Silence,
  ) {
    super();
    this.prefix = `${prefix}:s:`;
    this.channel = (id) => this.prefix + id;
    redis.subscriber.on('message', (channel: string, text: string) => this.receive(channel, text));
    redis.onChange((up) => (up ? void this.restore() : (this.confirmed = false)));
    silence.onChange(() => this.tell(this.gapListeners));
    silence.onLast(() => this.tell(this.lossListeners));
    if (redis.up) void this.restore();
  }

  get up(): boolean {
    return this.confirmed && this.redis.up && !this.silence.lasts;
  }

  async subscribe(streamIds: readonly string[]): Promise<void> {
    for (const id of streamIds) this.wanted.add(id);
    await this.confirm(streamIds);
  }

  unsubscribe(streamId: string): void {
    if (!this.wanted.delete(streamId) || !this.redis.up) return;
    this.redis.subscriber.unsubscribe(this.channel(streamId)).catch(() => undefined);
  }

  publish(streamId: string, packet: Packet): void {
    if (!this.redis.up) return this.lost('down', 1);
    if (this.outgoing.size === 0) setImmediate(() => this.flush());
    const gathered = this.outgoing.get(streamId);
    if (gathered) gathered.push(packet);
    else this.outgoing.set(streamId, [packet]);
  }

  onPacket(listener: PacketListener): void {
    this.listeners.push(listener);
  }

  onGap(listener: () => void): void {
    this.gapListeners.push(listener);
  }

  onLoss(listener: () => void): void {
    this.lossListeners.push(listener);
  }

  close(): void {
    this.silence.stop();
  }

  private flush(): void {
    const pipeline = this.redis.command.pipeline();
    for (const [id, packets] of this.outgoing) pipeline.publish(this.channel(id), this.node + encodePackets(packets));
    this.outgoing = new Map();
    pipeline.exec().then(
      (results) => {
        const failed = results?.filter(([error]) => error).length ?? 0;
        if (failed > 0) this.lost('publish', failed);
      },
      () => this.lost('publish', 1),
    );
  }

  private lost(kind: 'down' | 'publish', count: number): void {
    realtimeMetrics.busErrors.inc({ kind }, count);
    void this.silence.tell();
  }

  private receive(channel: string, text: string): void {
    if (text.startsWith(this.node) || !channel.startsWith(this.prefix)) return;
    const streamId = channel.slice(this.prefix.length);
    const packets = decodePackets(streamId, text.slice(this.node.length));
    if (packets === null) return void realtimeMetrics.busErrors.inc({ kind: 'malformed' });
    for (const packet of packets) for (const hear of this.listeners) hear(streamId, packet);
  }

  /** A failed confirmation leaves `up` false or the link about to be replaced: `restore` then subscribes everything. */
  private async confirm(streamIds: readonly string[]): Promise<boolean> {
    try {
      for (let i = 0; i < streamIds.length && this.redis.up; i += CHUNK) {
        await this.redis.subscriber.subscribe(...streamIds.slice(i, i + CHUNK).map(this.channel));
      }
      return this.redis.up;
    } catch (error) {
      log.debug({ err: error }, 'a subscription to Redis failed');
      this.confirmed = false;
      this.redis.suspect();
      return false;
    }
  }

  private async restore(): Promise<void> {
    if (!(await this.confirm([...this.wanted]))) return;
    this.confirmed = true;
    this.tell(this.gapListeners);
    this.tell(this.lossListeners);
  }

  private tell(listeners: ReadonlyArray<() => void>): void {
    for (const listener of listeners) listener();
  }
}
