import { DomainError } from '../shared/domain-error.js';

/** The username breaks a rule of form. */
export class InvalidUsername extends DomainError {
  readonly code = 'identity.invalid_username';
  readonly status = 400;
}

/** The name belongs to the system, or looks like one that does. */
export class UsernameReserved extends DomainError {
  readonly code = 'identity.username_reserved';
  readonly status = 400;
  constructor() {
    super('This username is reserved');
  }
}

/** Somebody has this username, or one that looks the same. */
export class UsernameTaken extends DomainError {
  readonly code = 'identity.username_taken';
  readonly status = 409;
  constructor() {
    super('This username, or one that looks the same, is taken');
  }
}

export class InvalidDisplayName extends DomainError {
  readonly code = 'identity.invalid_display_name';
  readonly status = 400;
}

/** Too short, too long, not text, or among the first that anybody would try. */
export class WeakPassword extends DomainError {
  readonly code = 'identity.weak_password';
  readonly status = 400;
}

export class RegistrationClosed extends DomainError {
  readonly code = 'identity.registration_closed';
  readonly status = 403;
  constructor() {
    super('This deployment takes no new accounts');
  }
}

/** Wrong username or wrong password; which of them is never told. */
export class InvalidCredentials extends DomainError {
  readonly code = 'identity.invalid_credentials';
  readonly status = 401;
  constructor() {
    super('Wrong username or password');
  }
}

/** Told only to somebody who knows the password. */
export class AccountDisabled extends DomainError {
  readonly code = 'identity.account_disabled';
  readonly status = 403;
  constructor() {
    super('This account was disabled by the administrator');
  }
}

/** The current password that a change must come with is wrong. */
export class WrongPassword extends DomainError {
  readonly code = 'identity.wrong_password';
  readonly status = 403;
  constructor() {
    super('The current password is wrong');
  }
}

/** Unknown, lapsed, used before, or of an ended session; which of them is never told. */
export class InvalidRefreshToken extends DomainError {
  readonly code = 'identity.invalid_refresh_token';
  readonly status = 401;
  constructor() {
    super('This refresh token is not valid (any more); sign in again');
  }
}

/** Another web site had the browser send its refresh cookie along, or wants one set. */
export class ForeignOrigin extends DomainError {
  readonly code = 'identity.foreign_origin';
  readonly status = 403;
  constructor() {
    super('The refresh cookie is for the pages of this deployment alone');
  }
}

export class SessionNotFound extends DomainError {
  readonly code = 'identity.session_not_found';
  readonly status = 404;
  constructor() {
    super('There is no such session');
  }
}

export class UserNotFound extends DomainError {
  readonly code = 'identity.user_not_found';
  readonly status = 404;
  constructor() {
    super('There is no such user');
  }
}

/** The administrator cannot disable their own account: nobody could undo it. */
export class OwnAccount extends DomainError {
  readonly code = 'identity.own_account';
  readonly status = 409;
  constructor() {
    super('You cannot disable your own account');
  }
}

export class InvalidCursor extends DomainError {
  readonly code = 'identity.invalid_cursor';
  readonly status = 400;
  constructor() {
    super('This cursor is not one this list gave out');
  }
}
