import type { Problem } from '../src/contract/index.js';

/** Refusals the library makes itself; the server's own codes are `<module>.<reason>` and listed in the wire documents. */
export type LocalErrorCode =
  | 'client.offline'
  | 'client.network'
  | 'client.timeout'
  | 'client.closed'
  | 'client.signed_out'
  | 'client.discarded'
  | 'client.unexpected_answer';

/**
 * The one error of the library: what the server refused, as REST and acks say it, or what went wrong on the way.
 * `code` is stable and machine-readable; `retryAfterMs` is present where the server said when to come back.
 */
export class ParleyError extends Error {
  readonly code: string;
  /** The HTTP status of the refusal; 0 when no answer arrived. */
  readonly status: number;
  readonly detail?: string;
  readonly requestId?: string;
  readonly errors?: Problem['errors'];
  readonly retryAfterMs?: number;

  constructor(problem: Pick<Problem, 'code' | 'title' | 'status'> & Partial<Problem>, options?: ErrorOptions) {
    super(problem.detail ? `${problem.title}: ${problem.detail}` : problem.title, options);
    this.name = 'ParleyError';
    this.code = problem.code;
    this.status = problem.status;
    this.detail = problem.detail;
    this.requestId = problem.requestId;
    this.errors = problem.errors;
    this.retryAfterMs = problem.retryAfterMs;
  }

  /** Something that went wrong before the server answered. */
  static local(code: LocalErrorCode, title: string, cause?: unknown): ParleyError {
    return new ParleyError({ code, title, status: 0 }, { cause });
  }

  /** Whether what answered did not say if the server did what was asked: itself, or a proxy that lost it. */
  get undecided(): boolean {
    return this.lost || this.code === 'platform.outcome_unknown' || this.code === 'platform.idempotency_running';
  }

  /**
   * Whether the same request may succeed later without being changed. A lost answer is retryable because every
   * message carries an id that makes the repeat harmless.
   */
  get retryable(): boolean {
    if (this.status === 0) return ['client.offline', 'client.network', 'client.timeout'].includes(this.code);
    const { status, code } = this;
    return this.lost || status === 503 || status === 429 || code === 'platform.idempotency_running';
  }

  /** A proxy did not reach the server, or had no answer of it. */
  private get lost(): boolean {
    return this.status === 502 || this.status === 504;
  }
}
