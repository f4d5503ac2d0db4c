import { PlatformError } from '../errors/index.js';

/** No access token, or one that is not valid (any more). Which of its checks failed is never told. */
export class Unauthenticated extends PlatformError {
  constructor() {
    super('platform.unauthenticated');
  }
}

/** Signed in, but not entitled. */
export class Forbidden extends PlatformError {
  constructor() {
    super('platform.forbidden');
  }
}
