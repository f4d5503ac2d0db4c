import { TIMINGS } from '../../contract/index.js';
import { AggregateRoot } from '../../shared/aggregate-root.js';
import type { IdentityFact } from './facts.js';

export interface SessionState {
  id: string;
  accountId: string;
  device: string;
  /** Digest of the refresh token that is next. */
  tokenHash: Buffer;
  /** Digest of the one it replaced. */
  previousHash: Buffer | null;
  rotatedAt: Date;
  createdAt: Date;
  lastSeenAt: Date;
  endedAt: Date | null;
}

/**
 * rotated: the token was the next one; its successor is now.
 * repeated: the token was replaced a moment ago and the answer may have been lost; the same successor is valid.
 * reused: an older token of this session came back, so two parties hold it: the session must end.
 * over: the session ended, or was not used for too long.
 */
export type RefreshOutcome = 'rotated' | 'repeated' | 'reused' | 'over';

/** One sign-in on one device, and the family of refresh tokens that grew from it. */
export class Session extends AggregateRoot<IdentityFact> {
  constructor(private readonly state: SessionState) {
    super();
  }

  static start(of: Pick<SessionState, 'id' | 'accountId' | 'device' | 'tokenHash'>, now: Date): Session {
    const session = new Session({
      ...of,
      previousHash: null,
      rotatedAt: now,
      createdAt: now,
      lastSeenAt: now,
      endedAt: null,
    });
    const payload = { sessionId: of.id, device: of.device };
    session.record({ kind: 'account', type: 'identity.signed-in.v1', payload });
    return session;
  }

  get id(): string {
    return this.state.id;
  }

  get accountId(): string {
    return this.state.accountId;
  }

  get snapshot(): Readonly<SessionState> {
    return this.state;
  }

  isLive(now: Date, idleMs: number): boolean {
    return this.state.endedAt === null && now.getTime() - this.state.lastSeenAt.getTime() <= idleMs;
  }

  /** Whether this digest is that of the token that is next. */
  expects(tokenHash: Buffer): boolean {
    return this.state.tokenHash.equals(tokenHash);
  }

  /** `presented` is the digest of a token this deployment made for this session; `successor` that of the one derived from it. */
  refresh(presented: Buffer, successor: Buffer, now: Date, idleMs: number): RefreshOutcome {
    if (!this.isLive(now, idleMs)) return 'over';
    if (this.expects(presented)) {
      Object.assign(this.state, { tokenHash: successor, previousHash: presented, rotatedAt: now, lastSeenAt: now });
      return 'rotated';
    }
    const replaced = this.state.previousHash?.equals(presented) ?? false;
    const sinceMs = now.getTime() - this.state.rotatedAt.getTime();
    return replaced && sinceMs <= TIMINGS.refreshGraceMs ? 'repeated' : 'reused';
  }

  /** False where it had ended already. */
  end(now: Date): boolean {
    if (this.state.endedAt !== null) return false;
    this.state.endedAt = now;
    this.record({ kind: 'account', type: 'identity.signed-out.v1', payload: { sessionId: this.state.id } });
    return true;
  }
}
