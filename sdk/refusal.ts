import { Backoff } from './connection/backoff.js';
import { ParleyError } from './errors.js';

/** The server answered, and will take the same later: over a limit, or without its database for a while. */
export const refusedForNow = (error: ParleyError): boolean => error.status > 0 && error.retryable;

/** The same may succeed later. What nobody expected would fail again. */
export const mayPass = (error: unknown): boolean => error instanceof ParleyError && error.retryable;

export const refusalPauses = (): Backoff => new Backoff(500, 10_000);

/** As long as the server asked for, and a drawn while more, so that clients refused together do not return together. */
export const waitAfter = (error: unknown, pauses: Backoff): number =>
  ((error instanceof ParleyError && error.retryAfterMs) || 0) + pauses.next();

export function pauseAfter(error: ParleyError, pauses: Backoff): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, waitAfter(error, pauses)));
}
