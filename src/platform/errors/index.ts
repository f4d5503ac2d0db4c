/**
 * Errors: one table of codes (`contract/errors.ts` and each module's `errors.ts`), one translation into the problem object,
 * used by the REST filter and by socket acks. Guarantee: never a stack trace, SQL, a secret or an echoed payload in an answer.
 */
export * from './api-problems.js';
export * from './audit.js';
export * from './problem.js';
export * from './problem.filter.js';
export * from './validation.js';
