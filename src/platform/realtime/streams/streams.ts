import type { CommittedEntry, JournalReader, StreamKind } from '../../journal/index.js';
import type { Bus } from '../bus/bus.js';
import type { Connection } from '../connection/connection.js';
import { Subscription } from '../connection/subscription.js';
import { type AudienceSource, type Belonging, type Membership, NOBODY } from './audience.js';
import { entryFrame } from './entry-frame.js';
import { Stream, type StreamSources } from './stream.js';

/** Entries of one read of the journal. */
const PAGE = 500;

interface Page {
  entries: CommittedEntry[];
  upTo: number;
  last: boolean;
}

/** A stream a connection is registered for. */
export interface Registered extends Belonging {
  kind: StreamKind;
}

/** The streams somebody on this node listens to, and who does. A stream nobody listens to any more is let go. */
export class Streams implements StreamSources {
  audience: AudienceSource = NOBODY;
  private readonly open = new Map<string, Stream>();

  constructor(
    private readonly reader: JournalReader,
    private readonly bus: Bus,
    private readonly holdMs: number,
    /** An entry of a user's own stream was passed. */
    private readonly onUserEntry: (entry: CommittedEntry) => void,
  ) {}

  get(streamId: string): Stream | undefined {
    return this.open.get(streamId);
  }

  ids(): string[] {
    return [...this.open.keys()];
  }

  /**
   * Makes the connection a listener, held until released, of all these streams; those it listens to already are left as
   * they are. When it settles, every entry above what the journal shows from now on will be heard. Rejects with Postgres down.
   */
  async register(connection: Connection, wanted: readonly Registered[]): Promise<Registered[]> {
    const fresh: Stream[] = [];
    const missing = wanted.filter((w) => !connection.subscriptions.has(w.streamId));
    const added = missing.map((w) => this.listen(connection, w, fresh));
    if (fresh.length > 0) this.openAll(fresh);
    // Those as well that another call on this socket has begun to open.
    const streams = wanted.map((w) => this.open.get(w.streamId)!);
    try {
      await Promise.all([...new Set(streams.map((s) => s.ready))]);
    } catch (error) {
      for (const own of added) if (!own.live) this.dropped(own);
      throw error;
    }
    // Membership may have been read before a change that the stream has passed meanwhile.
    const stale = streams.filter((s, i) => wanted[i]!.aclVersion < s.aclVersion);
    await Promise.all(stale.map((s) => s.check(s.aclVersion)));
    if (connection.closed) this.leaveAll(connection);
    return wanted.filter((w) => connection.subscriptions.has(w.streamId));
  }

  /**
   * Goes live from what the journal says above what the subscription has, without the client's help. Safe to be under way
   * twice: each writes only what the other has not.
   */
  async catchUp(connection: Connection, streamId: string): Promise<void> {
    const own = connection.subscriptions.get(streamId);
    const stream = this.open.get(streamId);
    await stream?.ready;
    while (own && stream && connection.subscriptions.get(streamId) === own && !own.live) {
      const { since } = own;
      const page = await this.page(stream, own);
      if (connection.subscriptions.get(streamId) !== own || own.live) return;
      if (!page) return this.dropped(own);
      for (const entry of page.entries) if (entry.seq > own.after) connection.write(entryFrame(entry));
      own.after = Math.max(own.after, page.upTo);
      // Not yet, where what was held was thrown away meanwhile. `since` lies beyond the log only where an older state was restored.
      if (page.last && own.since <= Math.max(page.upTo, since)) own.release(page.upTo);
    }
  }

  leave(connection: Connection, streamId: string): void {
    const own = connection.subscriptions.get(streamId);
    if (own) this.dropped(own);
  }

  leaveAll(connection: Connection): void {
    for (const own of connection.subscriptions.values()) this.dropped(own);
  }

  dropped(own: Subscription): void {
    const { subscriptions } = own.receiver;
    if (subscriptions.get(own.streamId) === own) subscriptions.delete(own.streamId);
    const stream = this.open.get(own.streamId);
    if (!stream?.listeners.delete(own) || stream.listeners.size > 0) return;
    stream.close();
    this.open.delete(own.streamId);
    this.bus.unsubscribe(own.streamId);
  }

  read(kind: StreamKind, streamId: string, from: number, to: number): Promise<CommittedEntry[]> {
    return this.reader.range(kind, streamId, from, to, PAGE);
  }

  async head(streamId: string): Promise<number> {
    return (await this.reader.head(streamId))?.lastSeq ?? 0;
  }

  async membersOf(streamId: string, atLeastAclVersion: number): Promise<Membership | null> {
    const membership = await this.audience.membersOf(streamId, atLeastAclVersion);
    if (membership && membership.aclVersion < atLeastAclVersion)
      throw new Error('the audience source answered an old list');
    return membership;
  }

  passed(entry: CommittedEntry): void {
    if (entry.kind === 'user') this.onUserEntry(entry);
  }

  private listen(connection: Connection, wanted: Registered, fresh: Stream[]): Subscription {
    const { streamId, kind, joinedSeq } = wanted;
    let stream = this.open.get(streamId);
    if (!stream) {
      stream = new Stream(streamId, kind, this, this.holdMs);
      this.open.set(streamId, stream);
      fresh.push(stream);
    }
    const own = new Subscription(streamId, connection, joinedSeq - 1, stream.since);
    stream.listeners.add(own);
    connection.subscriptions.set(streamId, own);
    return own;
  }

  /**
   * What the journal has above what the subscription has, and the number up to which that is everything; null: its user is
   * no member. It ends at the head the membership is certain for: what a removal hides lies above it, and this node's gate
   * need not have heard of that removal.
   */
  private async page(stream: Stream, own: Subscription): Promise<Page | null> {
    const head = await this.reader.head(stream.id);
    if (!head) return null;
    if (stream.kind === 'conversation') {
      const membership = await this.membersOf(stream.id, head.aclVersion);
      const joinedSeq = membership?.members.get(own.receiver.userId);
      if (joinedSeq === undefined) return null;
      own.after = Math.max(own.after, joinedSeq - 1);
    }
    const entries = await this.reader.range(stream.kind, stream.id, own.after + 1, head.lastSeq, PAGE);
    const last = entries.length < PAGE;
    return { entries, last, upTo: last ? head.lastSeq : entries.at(-1)!.seq };
  }

  /** Subscribe first, read the head then: whatever commits after that head is heard or found missing. */
  private openAll(fresh: readonly Stream[]): void {
    const opening = (async () => {
      const ids = fresh.map((s) => s.id);
      await this.bus.subscribe(ids);
      const heads = await this.reader.heads(ids);
      for (const stream of fresh) stream.open(heads.get(stream.id) ?? { lastSeq: 0, aclVersion: 0 });
    })();
    for (const stream of fresh) stream.ready = opening;
  }
}
