import { CLOSE_REASONS, type CloseReason, type ServerEventName, type ServerEvents } from '../../src/contract/index.js';
import { ParleyError } from '../errors.js';
import type { Link } from './link.js';

/** How long requests on their way may hold up leaving a node that drains. */
const LAST_ANSWERS_MS = 2_000;
const WATCH_MS = 5_000;

/**
 * How one socket ends and what follows: whether to come back, when, and whether at another address. Without a word
 * from the server that is: back, after the usual wait, elsewhere.
 */
export class Departure {
  /** Do not come back by itself. */
  stop = false;
  elsewhere = true;
  /** Overrides the back-off. */
  waitMs: number | null = null;
  error?: ParleyError;
  /** The server asked to leave: nothing new is begun on this socket. */
  leaving = false;
  private beats = false;

  /** The attempt to open it failed. */
  failed(error: Error): void {
    this.error = error instanceof ParleyError ? error : ParleyError.local('client.network', error.message, error);
    this.stop = this.error.code === 'client.signed_out';
    if (this.error.retryAfterMs) this.waitMs = jittered(this.error.retryAfterMs);
    // The address is fine, the token was not.
    if (this.error.status === 401) this.elsewhere = false;
  }

  /** Everything the server says on the socket passes here first. */
  notice<E extends ServerEventName>(event: E, payload: ServerEvents[E], link: Link): void {
    if (event === 'heads') this.beats = true;
    if (event === 'server.draining') void this.leave(payload as ServerEvents['server.draining'], link);
    if (event === 'closing') this.closing(payload as ServerEvents['closing']);
  }

  /** Ends the link when a server that sends heads has fallen silent. */
  watch(link: Link, silenceMs: number): () => void {
    const timer = setInterval(
      () => {
        if (this.beats && Date.now() - link.lastHeardAt > silenceMs) link.close();
      },
      Math.min(WATCH_MS, silenceMs / 2),
    );
    return () => clearInterval(timer);
  }

  private async leave({ retryAfterMs }: ServerEvents['server.draining'], link: Link): Promise<void> {
    this.waitMs = 0;
    await sleep(retryAfterMs * (0.5 + Math.random() / 2));
    this.leaving = true;
    for (let waited = 0; link.awaiting > 0 && waited < LAST_ANSWERS_MS; waited += 20) await sleep(20);
    link.close();
  }

  private closing({ reason, reconnect, retryAfterMs }: ServerEvents['closing']): void {
    const meaning = CLOSE_REASONS[reason as CloseReason]?.meaning ?? 'The server closed the connection.';
    const gone = reason === 'session_revoked';
    this.error = ParleyError.local(gone ? 'client.signed_out' : 'client.closed', meaning, { reason });
    this.stop = !reconnect;
    this.elsewhere = reason === 'draining' || reason === 'slow_reader';
    if (retryAfterMs !== undefined) this.waitMs = jittered(retryAfterMs);
    else if (reason === 'token_expired' || reason === 'draining') this.waitMs = 0;
  }
}

/** Not before the server's time, and not all together right after it. */
const jittered = (ms: number): number => Math.round(ms * (1 + Math.random() * 0.5));
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
