import { type DatabaseError, OutcomeUnknown, rolledBack } from '../database/outcome.js';
import { JournalUnavailable } from './errors.js';

/** A unique key met a commit that this statement's snapshot could not see yet; or two transactions crossed. */
const TRY_AGAIN = new Set(['23505', '40001', '40P01']);

/** The same statement can succeed at once on a new snapshot; this one was rolled back. */
export const canTryAgain = (error: unknown): boolean => TRY_AGAIN.has((error as DatabaseError).code ?? '');

/** Class 22 (data) and 23 (constraints): a value of one item, not the state of the database. */
export const isAboutOneItem = (error: unknown): boolean => /^2[23]...$/.test((error as DatabaseError).code ?? '');

/** What an append that failed tells its caller. */
export function outcomeOf(error: DatabaseError): Error {
  return rolledBack(error) ? new JournalUnavailable(error) : new OutcomeUnknown(error);
}
