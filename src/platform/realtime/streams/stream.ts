import { setTimeout as delay } from 'node:timers/promises';
import type { CommittedEntry, Head, StreamKind } from '../../journal/index.js';
import { log } from '../../observability/log.js';
import type { Receiver, Subscription } from '../connection/subscription.js';
import type { Membership } from './audience.js';
import { entryFrame } from './entry-frame.js';
import { Gate } from './gate.js';

export interface StreamSources {
  read(kind: StreamKind, streamId: string, from: number, to: number): Promise<CommittedEntry[]>;
  head(streamId: string): Promise<number>;
  /** Rejects rather than answer an older list. */
  membersOf(streamId: string, atLeastAclVersion: number): Promise<Membership | null>;
  /** The audience source says this user is no member (any more). */
  dropped(subscription: Subscription): void;
  /** Called with every entry that went out. */
  passed(entry: CommittedEntry): void;
}

const RETRY_MS = 500;

/**
 * A stream somebody on this node listens to: its gate and its listeners. `aclVersion` is the one all listeners were
 * checked at; an entry with a higher one goes to those listeners (so the removed one sees the removal), and nothing goes
 * out after it before they are checked anew.
 */
export class Stream {
  readonly listeners = new Set<Subscription>();
  readonly gate: Gate;
  aclVersion = 0;
  /** The highest seen in an entry; above `aclVersion` while the listeners are being checked. */
  seenAclVersion = 0;
  /** Settled when the gate is open: the bus subscription is confirmed (or given up) and the head was read. */
  ready: Promise<void> = Promise.resolve();
  private opened = false;
  private closed = false;

  constructor(
    readonly id: string,
    readonly kind: StreamKind,
    private readonly sources: StreamSources,
    holdMs: number,
  ) {
    this.gate = new Gate(this, holdMs);
  }

  /** The bus carries it: whatever commits after `head` is heard or found missing. */
  open({ lastSeq, aclVersion }: Head): void {
    this.aclVersion = this.seenAclVersion = aclVersion;
    for (const listener of this.listeners) listener.restart(lastSeq);
    this.opened = true;
    this.gate.open(lastSeq);
  }

  /** Every entry above it will pass; infinite while that is not known. */
  get since(): number {
    return this.opened ? this.gate.last : Infinity;
  }

  pass(entry: CommittedEntry): Promise<void> | undefined {
    const frame = entryFrame(entry);
    for (const listener of this.listeners) listener.deliver(entry.seq, frame);
    this.sources.passed(entry);
    this.seenAclVersion = Math.max(this.seenAclVersion, entry.aclVersion);
    return entry.aclVersion > this.aclVersion ? this.check(entry.aclVersion) : undefined;
  }

  /** To live listeners, if they were checked at `aclVersion` and at all that was seen; otherwise to nobody: it may be lost. */
  ephemeral(aclVersion: number, wanted: (userId: string) => boolean, give: (receiver: Receiver) => void): void {
    if (Math.max(aclVersion, this.seenAclVersion) > this.aclVersion) return;
    for (const { live, receiver } of this.listeners) if (live && wanted(receiver.userId)) give(receiver);
  }

  /** Checks every listener against the members at `aclVersion` or later. Retried until it succeeds. */
  async check(aclVersion: number): Promise<void> {
    while (!this.closed) {
      try {
        return this.apply(await this.sources.membersOf(this.id, aclVersion));
      } catch (error) {
        log.warn({ err: error, streamId: this.id }, 'members could not be read; trying again');
        await delay(RETRY_MS);
      }
    }
  }

  close(): void {
    this.closed = true;
    this.gate.close();
  }

  read(from: number, to: number): Promise<CommittedEntry[]> {
    return this.sources.read(this.kind, this.id, from, to);
  }

  head(): Promise<number> {
    return this.sources.head(this.id);
  }

  private apply(membership: Membership | null): void {
    for (const listener of this.listeners) {
      const joinedSeq = membership?.members.get(listener.receiver.userId);
      if (joinedSeq === undefined) this.sources.dropped(listener);
      else listener.after = Math.max(listener.after, joinedSeq - 1);
    }
    this.aclVersion = Math.max(this.aclVersion, membership?.aclVersion ?? 0);
    this.seenAclVersion = Math.max(this.seenAclVersion, this.aclVersion);
  }
}
