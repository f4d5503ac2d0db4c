import { DomainError } from '../../shared/domain-error.js';

/** Too many sends wait for a commit on this node. Nothing was stored. */
export class JournalOverloaded extends DomainError {
  readonly code = 'platform.overloaded';
  readonly status = 503;
  override readonly retryAfterMs = 500;
  constructor() {
    super('Too many messages wait for the database; nothing was stored');
  }
}

/** The database refused or could not be reached. Nothing was stored. */
export class JournalUnavailable extends DomainError {
  readonly code = 'platform.unavailable';
  readonly status = 503;
  override readonly retryAfterMs = 1_000;
  constructor(override readonly cause: Error) {
    super('The database is not reachable; nothing was stored');
  }
}
