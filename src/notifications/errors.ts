import { DomainError } from '../shared/domain-error.js';

/** Never there, somebody else's, or taken back meanwhile. */
export class NotificationNotFound extends DomainError {
  readonly code = 'notifications.not_found';
  readonly status = 404;
  constructor() {
    super('There is no such notification');
  }
}

export class InvalidCursor extends DomainError {
  readonly code = 'notifications.invalid_cursor';
  readonly status = 400;
  override readonly errors = [{ pointer: '/query/cursor', rule: 'cursor', detail: 'is none that this list gave out' }];
  constructor() {
    super('The cursor is none that this list gave out');
  }
}
