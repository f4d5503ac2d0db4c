import { Backoff } from './connection/backoff.js';
import type { ParleyError } from './errors.js';

/** The server answered, and will take the same later: over a limit, or without its database for a while. */
export const refusedForNow = (error: ParleyError): boolean => error.status > 0 && error.retryable;

export const refusalPauses = (): Backoff => new Backoff(500, 10_000);

/** Waits as long as the server asked for, and a drawn while more, so that clients refused together do not return together. */
export function pauseAfter(error: ParleyError, pauses: Backoff): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, (error.retryAfterMs ?? 0) + pauses.next()));
}
