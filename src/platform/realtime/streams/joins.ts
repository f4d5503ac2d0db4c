import { setTimeout as delay } from 'node:timers/promises';
import type { JournalReader } from '../../journal/index.js';
import { log } from '../../observability/log.js';
import type { Connection } from '../connection/connection.js';
import type { Connections } from '../connection/connections.js';
import type { Registered, Streams } from './streams.js';

const RETRY_MS = 500;

/**
 * Makes connected users listeners of a stream they were just added to. Those who were removed are let go by the gate, when
 * the entry that removed them has passed; here the gate only learns how far the log reaches.
 */
export class Joins {
  private waiting = new Map<string, Set<string>>();

  constructor(
    private readonly reader: JournalReader,
    private readonly streams: Streams,
    private readonly connections: Connections,
  ) {}

  /** A hint that may come twice, late, or for nothing. Hints of one turn about one stream are looked into together. */
  hint(streamId: string, userId: string): void {
    if (!this.connections.ofUser(userId).some((c) => c.subscriptions.has(userId))) return;
    if (this.waiting.size === 0) setImmediate(() => this.look());
    const users = this.waiting.get(streamId);
    if (users) users.add(userId);
    else this.waiting.set(streamId, new Set([userId]));
  }

  private look(): void {
    const waiting = this.waiting;
    this.waiting = new Map();
    for (const [streamId, users] of waiting) void this.reconcile(streamId, users);
  }

  /** Until it succeeds, or no socket is left: before it comes again, nothing else would make it a listener. */
  private async reconcile(streamId: string, users: ReadonlySet<string>): Promise<void> {
    while ([...users].some((id) => this.connections.ofUser(id).length > 0)) {
      try {
        return await this.join(streamId, users);
      } catch (error) {
        log.warn({ err: error, streamId }, 'a change of audience could not be followed; trying again');
        await delay(RETRY_MS, undefined, { ref: false });
      }
    }
  }

  private async join(streamId: string, users: ReadonlySet<string>): Promise<void> {
    const head = await this.reader.head(streamId);
    if (!head) return;
    this.streams.get(streamId)?.gate.expect(head.lastSeq, false);
    const membership = await this.streams.audience.membersOf(streamId, head.aclVersion);
    const joins: Promise<void>[] = [];
    for (const userId of users) {
      const joinedSeq = membership?.members.get(userId);
      if (joinedSeq === undefined) continue;
      const wanted = { kind: 'conversation' as const, streamId, joinedSeq, aclVersion: membership!.aclVersion };
      for (const connection of this.connections.ofUser(userId)) joins.push(this.joinLive(connection, wanted));
    }
    // All are waited for, so that none fails unseen.
    const failed = (await Promise.allSettled(joins)).find((j) => j.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** Live from the entry of its joining on, without the client asking. */
  private async joinLive(connection: Connection, wanted: Registered): Promise<void> {
    const { streamId } = wanted;
    // Not resumed yet, or listening already.
    if (!connection.subscriptions.has(connection.userId) || connection.subscriptions.has(streamId)) return;
    try {
      const [registered] = await this.streams.register(connection, [wanted]);
      if (registered) await this.streams.catchUp(connection, streamId);
    } catch (error) {
      this.streams.leave(connection, streamId);
      throw error;
    }
  }
}
