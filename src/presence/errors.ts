import { DomainError } from '../shared/domain-error.js';

/** Unknown, or the asker is not a member: told apart nowhere, because existence is itself secret. */
export class ConversationNotFound extends DomainError {
  readonly code = 'presence.conversation_not_found';
  readonly status = 404;
  constructor() {
    super('There is no such conversation');
  }
}
