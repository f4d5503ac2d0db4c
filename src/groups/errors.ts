import { DomainError } from '../shared/domain-error.js';

/** Unknown, or the asker is not a member: told apart nowhere, because existence is itself secret. */
export class ConversationNotFound extends DomainError {
  readonly code = 'groups.not_found';
  readonly status = 404;
  constructor() {
    super('There is no such conversation');
  }
}

export class NoSuchMember extends DomainError {
  readonly code = 'groups.no_such_member';
  readonly status = 404;
  constructor() {
    super('This user is not a member of the conversation');
  }
}

export class UnknownUser extends DomainError {
  readonly code = 'groups.unknown_user';
  readonly status = 404;
  constructor() {
    super('At least one of these users does not exist; nobody was added');
  }
}

export class NotAllowed extends DomainError {
  readonly code = 'groups.not_allowed';
  readonly status = 403;
  constructor(what: string) {
    super(`Your role does not allow this: ${what}`);
  }
}

/** A group always has an owner: make somebody else one first. */
export class LastOwner extends DomainError {
  readonly code = 'groups.last_owner';
  readonly status = 409;
  constructor() {
    super('The last owner can neither leave nor be demoted; make another member an owner first');
  }
}

export class DirectIsFixed extends DomainError {
  readonly code = 'groups.direct_is_fixed';
  readonly status = 409;
  constructor() {
    super('A direct conversation has neither a title nor changing members');
  }
}

export class TooManyMembers extends DomainError {
  readonly code = 'groups.too_many_members';
  readonly status = 409;
  constructor(most: number) {
    super(`A group has at most ${most} members; nobody was added`);
  }
}

export class TooManyGroups extends DomainError {
  readonly code = 'groups.too_many_groups';
  readonly status = 409;
  constructor(most: number) {
    super(`A user owns at most ${most} groups that he made; nothing was changed`);
  }
}

export class InvalidTitle extends DomainError {
  readonly code = 'groups.invalid_title';
  readonly status = 400;
  override readonly errors: Array<{ pointer: string; rule: string; detail: string }>;
  constructor(rule: string, detail: string) {
    super(`This title cannot be used: ${detail}`);
    this.errors = [{ pointer: '/title', rule, detail }];
  }
}

/** The list cursor was altered or belongs to another list. */
export class InvalidCursor extends DomainError {
  readonly code = 'groups.invalid_cursor';
  readonly status = 400;
  override readonly errors = [{ pointer: '/cursor', rule: 'cursor', detail: 'not a cursor of this list' }];
  constructor() {
    super('This is not a cursor of this list');
  }
}
