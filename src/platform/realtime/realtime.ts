import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { TIMINGS, type ServerEventName, type ServerEvents } from '../../contract/index.js';
import { type CommittedEntry, Journal, JournalReader } from '../journal/index.js';
import { log } from '../observability/log.js';
import { Bus } from './bus/bus.js';
import type { EphemeralEvent, Packet } from './bus/packet.js';
import type { Connection } from './connection/connection.js';
import { Connections } from './connection/connections.js';
import { eventFrame } from './connection/frame.js';
import { PresenceBatch } from './connection/presence-batch.js';
import type { Receiver } from './connection/subscription.js';
import type { AudienceSource } from './streams/audience.js';
import { Heads } from './streams/heads.js';
import { Joins } from './streams/joins.js';
import { type Registered, Streams } from './streams/streams.js';
import { REALTIME_TIMINGS, type RealtimeTimings } from './timings.js';

export interface EphemeralOptions {
  exceptUser?: string;
  onlyUsers?: readonly string[];
  /** The membership the sender was checked against: sockets checked at an older one get nothing. */
  aclVersion?: number;
}

/** Live fan-out: what the modules ask of it. */
@Injectable()
export class Realtime implements OnModuleInit, OnApplicationShutdown {
  private readonly streams: Streams;
  private readonly heads: Heads;
  private readonly joins: Joins;
  private readonly presence = new PresenceBatch(TIMINGS.presenceBatchMs);

  constructor(
    private readonly journal: Journal,
    reader: JournalReader,
    private readonly bus: Bus,
    readonly connections: Connections,
    @Inject(REALTIME_TIMINGS) timings: RealtimeTimings,
  ) {
    this.streams = new Streams(reader, bus, timings.holdMs, (entry) => this.onUserEntry(entry));
    this.heads = new Heads(reader, bus, this.streams, connections, timings);
    this.joins = new Joins(reader, this.streams, connections);
  }

  onModuleInit(): void {
    this.journal.onCommitted((entries) => this.committed(entries));
    this.bus.onPacket((streamId, packet) => this.received(streamId, packet));
    this.heads.start();
  }

  onApplicationShutdown(): void {
    this.heads.stop();
    this.bus.close();
    this.presence.stop();
    for (const connection of this.connections) this.streams.leaveAll(connection);
  }

  /** The module that owns membership registers itself once, at start. */
  useAudience(source: AudienceSource): void {
    this.streams.audience = source;
  }

  /** After a membership commit: these users joined or left. A hint; safe to repeat. */
  audienceChanged(streamId: string, userIds: readonly string[]): void {
    for (const userId of userIds) {
      this.joins.hint(streamId, userId);
      this.bus.publish(userId, { t: 'audience', streamId });
    }
  }

  /**
   * Registers the socket for everything its user belongs to (own stream included) and holds what happens from now on.
   * Read the journal after it settles, queue the answer, then `release`. Rejects with Postgres down: nothing is registered.
   */
  async register(connection: Connection): Promise<Registered[]> {
    const own: Registered = { kind: 'user', streamId: connection.userId, aclVersion: 0, joinedSeq: 1 };
    const belongings = await this.streams.audience.streamsOf(connection.userId);
    return this.streams.register(connection, [
      own,
      ...belongings.map((b) => ({ kind: 'conversation' as const, ...b })),
    ]);
  }

  /**
   * The client was answered up to these numbers (stream id → last number; for a reset the head): what passed above goes out, live
   * entries follow. Streams not named stay held. Call it once the answer is queued (see `Answer`).
   */
  release(connection: Connection, upTo: ReadonlyMap<string, number>): void {
    for (const [streamId, seq] of upTo) {
      const own = connection.subscriptions.get(streamId);
      if (!own) this.notFollowed(connection, streamId);
      else if (own.live) continue;
      else if (seq >= own.since) own.release(seq);
      else {
        own.after = Math.max(own.after, seq);
        this.streams
          .catchUp(connection, streamId)
          .then(() => connection.subscriptions.has(streamId) || this.notFollowed(connection, streamId))
          .catch((error: unknown) => this.cannotRelease(connection, error));
      }
    }
  }

  /** To the live sockets of a stream's members, on all nodes; may be lost. */
  ephemeral<E extends EphemeralEvent>(
    streamId: string,
    event: E,
    payload: ServerEvents[E],
    options: EphemeralOptions = {},
  ) {
    const packet: Packet = {
      t: 'ephemeral',
      event,
      payload,
      aclVersion: Math.max(options.aclVersion ?? 0, this.streams.get(streamId)?.seenAclVersion ?? 0),
      ...(options.exceptUser ? { exceptUser: options.exceptUser } : {}),
      ...(options.onlyUsers ? { onlyUsers: [...options.onlyUsers] } : {}),
    };
    this.received(streamId, packet);
    this.bus.publish(streamId, packet);
  }

  /** To all sockets of one user, on all nodes; may be lost. */
  toUser<E extends ServerEventName>(userId: string, event: E, payload: ServerEvents[E]): void {
    const packet: Packet = { t: 'user', event, payload };
    this.received(userId, packet);
    this.bus.publish(userId, packet);
  }

  /** The socket is gone. */
  forget(connection: Connection): void {
    this.streams.leaveAll(connection);
  }

  private committed(entries: readonly CommittedEntry[]): void {
    for (const entry of entries) {
      if (entry.kind === 'account') continue;
      this.streams.get(entry.streamId)?.gate.offer(entry);
      this.bus.publish(entry.streamId, { t: 'entry', entry });
    }
  }

  private received(streamId: string, packet: Packet): void {
    if (packet.t === 'entry') this.streams.get(streamId)?.gate.offer(packet.entry);
    else if (packet.t === 'audience') this.joins.hint(packet.streamId, streamId);
    else if (packet.t === 'user') {
      const frame = eventFrame(packet.event, JSON.stringify(packet.payload), true);
      for (const connection of this.connections.ofUser(streamId)) connection.write(frame);
    } else {
      const { event, payload, aclVersion, exceptUser, onlyUsers } = packet;
      const stream = this.streams.get(streamId);
      if (!stream) return;
      const wanted = (userId: string) => userId !== exceptUser && (!onlyUsers || onlyUsers.includes(userId));
      const frame = eventFrame(event, JSON.stringify(payload), true);
      const give = (to: Receiver) => (event === 'presence' ? this.presence.add(to, payload) : to.write(frame));
      stream.ephemeral(aclVersion, wanted, give);
    }
  }

  /** The joining stands in the user's own log too, so a lost hint is repaired by that log's gate. */
  private onUserEntry(entry: CommittedEntry): void {
    if (entry.type !== 'groups.joined.v1') return;
    const { conversationId } = JSON.parse(entry.payloadJson) as { conversationId: string };
    this.joins.hint(conversationId, entry.streamId);
  }

  /**
   * The client was answered what this socket does not listen to: a conversation that was joined after `register` had read, whose
   * hint may have come too early, or one that it was removed from, which the look into it finds.
   */
  private notFollowed(connection: Connection, streamId: string): void {
    if (connection.closed) return;
    if (streamId !== connection.userId) this.joins.hint(streamId, connection.userId);
    else this.cannotRelease(connection, new Error('the registration of the socket was taken back'));
  }

  private cannotRelease(connection: Connection, error: unknown): void {
    log.warn({ err: error, socketId: connection.id }, 'what a socket missed could not be read; it has to come again');
    connection.close('slow_reader');
  }
}
