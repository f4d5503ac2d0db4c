/** The link: refused, cut, timed out, or no descriptor left for it; in the words of the system and of `pg`. */
const LINK =
  /\bE(?:CONN[A-Z]+|PIPE|TIMEDOUT|NOTFOUND|MFILE|NFILE)\b|Connection (?:terminated|ended)|timeout exceeded|Query read timeout|is not queryable/;
/**
 * Postgres' own word for it: connection, rolled back (deadlock), resources, operator intervention or a statement's time over, lock not
 * available, read-only, a transaction left idle.
 */
const STATE = /^(?:(?:08|40|53|57)[0-9A-Z]{3}|55P03|25006|25P03)$/;

/** Whether the database cannot now what it could before and will again: the same statement can succeed later. */
export const isNotNow = ({ code, message }: { code?: string; message?: string }): boolean =>
  LINK.test(`${code} ${message}`) || STATE.test(code ?? '');
