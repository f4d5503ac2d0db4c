import { DomainError } from '../shared/domain-error.js';

type Rules = Array<{ pointer: string; rule: string; detail: string }>;

/** Unknown, or the asker is not a member: told apart nowhere, because existence is itself secret. */
export class ConversationNotFound extends DomainError {
  readonly code = 'messaging.conversation_not_found';
  readonly status = 404;
  constructor() {
    super('There is no such conversation');
  }
}

/** No message has this number, or it lies before what the asker may see. */
export class MessageNotFound extends DomainError {
  readonly code = 'messaging.message_not_found';
  readonly status = 404;
  constructor() {
    super('There is no message with this number');
  }
}

export class InvalidBody extends DomainError {
  readonly code = 'messaging.invalid_body';
  readonly status = 400;
  override readonly errors: Rules;
  constructor(rule: string, detail: string) {
    super(`This text cannot be sent: ${detail}`);
    this.errors = [{ pointer: '/body', rule, detail }];
  }
}

export class InvalidEmoji extends DomainError {
  readonly code = 'messaging.invalid_emoji';
  readonly status = 400;
  override readonly errors: Rules;
  constructor(rule: string, detail: string) {
    super(`This cannot be a reaction: ${detail}`);
    this.errors = [{ pointer: '/emoji', rule, detail }];
  }
}

export class ReplyTargetNotFound extends DomainError {
  readonly code = 'messaging.reply_target_not_found';
  readonly status = 404;
  override readonly errors: Rules = [{ pointer: '/replyToSeq', rule: 'exists', detail: 'no message you can see' }];
  constructor() {
    super('The message replied to does not exist');
  }
}

/** The same id came with another text or reply before. The first message stands unchanged. */
export class ClientMessageIdConflict extends DomainError {
  readonly code = 'messaging.client_message_id_conflict';
  readonly status = 409;
  constructor() {
    super('This clientMessageId was used for another message');
  }
}

export class TooManyMentions extends DomainError {
  readonly code = 'messaging.too_many_mentions';
  readonly status = 400;
  override readonly errors: Rules;
  constructor(most: number) {
    super(`A message mentions at most ${most} members`);
    this.errors = [{ pointer: '/body', rule: 'mentions', detail: `more than ${most} members are mentioned` }];
  }
}

export class NotTheAuthor extends DomainError {
  readonly code = 'messaging.not_the_author';
  readonly status = 403;
  constructor() {
    super('Only its author may edit a message');
  }
}

export class MayNotDelete extends DomainError {
  readonly code = 'messaging.may_not_delete';
  readonly status = 403;
  constructor() {
    super('Only the author, an admin or an owner may delete a message');
  }
}

export class MessageDeleted extends DomainError {
  readonly code = 'messaging.message_deleted';
  readonly status = 409;
  constructor() {
    super('This message was deleted');
  }
}

export class TooManyReactions extends DomainError {
  readonly code = 'messaging.too_many_reactions';
  readonly status = 409;
  constructor(most: number) {
    super(`A message carries at most ${most} different reactions`);
  }
}

export class ReceiptPastHead extends DomainError {
  readonly code = 'messaging.receipt_past_head';
  readonly status = 409;
  override readonly errors: Rules = [{ pointer: '/seq', rule: 'head', detail: 'beyond the last number of the log' }];
  constructor() {
    super('A receipt cannot lie beyond the last entry of the conversation');
  }
}

/** The list cursor was altered or belongs to another list. */
export class InvalidCursor extends DomainError {
  readonly code = 'messaging.invalid_cursor';
  readonly status = 400;
  override readonly errors: Rules = [{ pointer: '/cursor', rule: 'cursor', detail: 'not a cursor of this list' }];
  constructor() {
    super('This is not a cursor of this list');
  }
}

/** State changed under the decision several times in a row. Nothing was stored. */
export class ChangedMeanwhile extends DomainError {
  readonly code = 'messaging.changed_meanwhile';
  readonly status = 503;
  override readonly retryAfterMs = 200;
  constructor() {
    super('The conversation is changing right now; try again');
  }
}
