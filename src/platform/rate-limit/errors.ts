import { PlatformError } from '../errors/index.js';

/** Too many; nothing was stored. Carries when it makes sense to come back. */
export class RateLimited extends PlatformError {
  constructor(retryAfterMs: number) {
    super('platform.rate_limited', undefined, undefined, Math.max(1, Math.ceil(retryAfterMs)));
  }
}
