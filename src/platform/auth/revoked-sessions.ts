import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { TIMINGS } from '../../contract/index.js';
import { Database, type Tx } from '../database/database.js';
import { deleteInSlices } from '../database/slices.js';
import { log } from '../observability/log.js';

const POLL_MS = 2_000;
/** A list that is older is read anew before anybody is let in by it: a session is off every node within 5 s of its end. */
const FRESH_MS = 5_000;
/** `revoked_at` is when a transaction began: a row may become visible this much later. */
const OVERLAP_S = 60;
/** An access token of the session can be valid no longer than this: lifetime, leeway, and room for clocks. */
const KEEP_MS = TIMINGS.accessTokenMs + 120_000;

const SWEEP_MS = 3_600_000;
/** Far beyond any access token's life. */
const OLD = `revoked_at < now() - interval '1 day'`;
/** Since the last reading by either clock: this machine's stands still while it sleeps, the database's may be set back. */
const NEWER = `
  SELECT now() AS "readAt", array(
    SELECT session_id FROM revoked_sessions
    WHERE revoked_at > least($1::timestamptz, now() - make_interval(secs => $2)) - interval '${OVERLAP_S} seconds'
  ) AS "sessionIds"`;

/**
 * Sessions that ended while their access tokens may still be valid. The node that ends one knows at the commit; the others
 * read the new rows every 2 s, from Postgres and nothing else, so that a session is off every node within 5 s also with
 * Redis down. A node that cannot read them lets nobody in after 5 s; what is known stays known.
 */
@Injectable()
export class RevokedSessions implements OnApplicationBootstrap, OnApplicationShutdown {
  /** Session id → until when (monotonic) it has to be remembered. */
  private readonly revoked = new Map<string, number>();
  private readonly listeners: Array<(sessionId: string) => void> = [];
  /** When the list was read last, by this machine's clock (monotonic) and by the database's. */
  private readAt: number | undefined;
  private readAtThere: Date | null = null;
  private reading: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private sweeper: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(private readonly database: Database) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.poll();
    this.schedule();
    this.sweeper = setInterval(() => void this.sweep(), SWEEP_MS).unref();
  }

  onApplicationShutdown(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    clearInterval(this.sweeper);
  }

  /** Ends these sessions' access tokens when the transaction commits; here at once, elsewhere within the poll. */
  async revokeWithin(tx: Tx, userId: string, sessionIds: readonly string[]): Promise<void> {
    if (sessionIds.length === 0) return;
    await tx.query(
      `INSERT INTO revoked_sessions (session_id, user_id) SELECT unnest($1::uuid[]), $2 ON CONFLICT DO NOTHING`,
      [sessionIds, userId],
    );
    tx.afterCommit(() => sessionIds.forEach((id) => this.add(id)));
  }

  isRevoked(sessionId: string): boolean {
    return this.revoked.has(sessionId);
  }

  /** Answers when what `isRevoked` says is new enough to let somebody in; throws where it cannot be had, as the database does. */
  async fresh(): Promise<void> {
    if (this.readAt !== undefined && performance.now() - this.readAt <= FRESH_MS) return;
    await (this.reading ??= this.poll().finally(() => (this.reading = undefined)));
  }

  /** Called once per session and node, after the revocation became known here. Must not throw. */
  onRevoked(listener: (sessionId: string) => void): void {
    this.listeners.push(listener);
  }

  /** Reads what is new since the last successful reading. */
  async poll(): Promise<void> {
    const startedAt = performance.now();
    const sinceMs = this.readAt === undefined ? KEEP_MS : startedAt - this.readAt;
    const params = [this.readAtThere, sinceMs / 1_000];
    const [read] = await this.database.named<{ readAt: Date; sessionIds: string[] }>('revoked-newer', NEWER, params);
    this.readAt = startedAt;
    this.readAtThere = read!.readAt;
    for (const id of read!.sessionIds) this.add(id);
    for (const [id, until] of this.revoked) if (until < startedAt) this.revoked.delete(id);
  }

  /** Removes rows that no node needs any more. */
  async sweep(): Promise<void> {
    await deleteInSlices(this.database, 'revoked_sessions', OLD).catch((error: unknown) =>
      log.warn({ err: error }, 'old revocations could not be removed'),
    );
  }

  private add(sessionId: string): void {
    if (this.revoked.has(sessionId)) return;
    this.revoked.set(sessionId, performance.now() + KEEP_MS);
    for (const listener of this.listeners) listener(sessionId);
  }

  private schedule(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.poll()
        .catch((error: unknown) => log.warn({ err: error }, 'revoked sessions could not be read; trying again'))
        .finally(() => this.schedule());
    }, POLL_MS);
    this.timer.unref();
  }
}
