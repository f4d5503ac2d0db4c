import { DomainError } from '../../shared/domain-error.js';

export type DatabaseError = Error & { code?: string };

/** The answer to a commit was lost, or to what had to be read behind it: it may or may not be stored. Repeat with the same id to learn which. */
export class OutcomeUnknown extends DomainError {
  readonly code = 'platform.outcome_unknown';
  readonly status = 503;
  override readonly retryAfterMs = 1_000;
  constructor(override readonly cause: Error) {
    super('No answer from the database; repeat with the same id');
  }
}

/** No connection was had in time, or it was lost before the statement was written to it. */
const NOT_SENT = /timeout exceeded when trying to connect|is not queryable|terminated between two statements/;
/** Nobody there, or no descriptor left for a socket. */
const NOT_CONNECTED = /^(ECONNREFUSED|EMFILE|ENFILE)$/;

/** Postgres' own codes have five places and a digit among them, unlike the system's (`EPIPE`). 57P…: it was going down meanwhile. */
const reported = (code: string): boolean => /^(?=.*\d)[0-9A-Z]{5}$/.test(code) && !code.startsWith('57P');

/**
 * Whether a statement that commits certainly did not, going by its error. One that Postgres itself reported rolled it back; so did
 * never getting a connection. Anything else (a cut link, a time-out, a server going down) may have happened after the commit.
 */
export function rolledBack({ code = '', message }: DatabaseError): boolean {
  return reported(code) || NOT_CONNECTED.test(code) || NOT_SENT.test(message);
}
