import { AppendOutcomeUnknown, JournalUnavailable } from './errors.js';

type DatabaseError = Error & { code?: string };

/** A unique key met a commit that this statement's snapshot could not see yet; or two transactions crossed. */
const TRY_AGAIN = new Set(['23505', '40001', '40P01']);

/** The same statement can succeed at once on a new snapshot; this one was rolled back. */
export const canTryAgain = (error: unknown): boolean => TRY_AGAIN.has((error as DatabaseError).code ?? '');

/** Class 22 (data) and 23 (constraints): a value of one item, not the state of the database. */
export const isAboutOneItem = (error: unknown): boolean => /^2[23]...$/.test((error as DatabaseError).code ?? '');

/**
 * An error that Postgres itself reported rolled the statement back; so did never getting a connection. Anything else
 * (a cut link, a time-out, a server going down) may have happened after the commit: only a repeat with the same id can tell.
 */
export function outcomeOf(error: DatabaseError): Error {
  const code = error.code ?? '';
  const reported = /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('57P');
  const neverSent = code === 'ECONNREFUSED' || /timeout exceeded when trying to connect/.test(error.message);
  return reported || neverSent ? new JournalUnavailable(error) : new AppendOutcomeUnknown(error);
}
