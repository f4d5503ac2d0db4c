import { DomainError } from '../../shared/domain-error.js';
import { isNotNow } from '../database/not-now.js';

/** Attempts at an effect before its entry is set aside. */
export const MAX_ATTEMPTS = 5;
/** A time-out may be the database's fault or the effect's own: more patience, not endless. */
const TIMEOUT_ATTEMPTS = 20;

/**
 * A statement of it took too long by Postgres' own clock. One that waited for a single lock was refused before (55P03); one that
 * waited for several in turn may be among these.
 */
const TOO_LONG = '57014';

/** The database did not say how far the consumer is either: what the effect failed with tells nothing of the entry. */
export class NoAnswer extends Error {
  constructor(override readonly cause: unknown) {
    super('the database does not answer');
  }
}

/** How many failures like this an effect may have: any number where the entry cannot be to blame. */
export function patienceFor(error: Error & { code?: string }): number {
  if (error instanceof NoAnswer) return Infinity;
  if (error.code === TOO_LONG || /Query read timeout/.test(error.message)) return TIMEOUT_ATTEMPTS;
  const unavailable = error instanceof DomainError && error.status === 503;
  return unavailable || isNotNow(error) ? Infinity : MAX_ATTEMPTS;
}

/** 100 ms, doubled with each attempt, at most 5 s. */
export const backOffMs = (attempt: number): number => Math.min(5_000, 100 * 2 ** (attempt - 1));

export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(typeof thrown === 'string' ? thrown : JSON.stringify(thrown));
}
