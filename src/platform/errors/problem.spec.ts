import { describe, expect, it } from 'vitest';
import { isUnexpected, toProblem } from './problem.js';

const reported = (message: string, code: string) => Object.assign(new Error(message), { code });

describe('what the database says, to a client', () => {
  it.each([
    reported('terminating connection due to administrator command', '57P01'),
    reported('sorry, too many clients already', '53300'),
    reported('could not extend file "base/1/2": No space left on device', '53100'),
    reported('out of memory', '53200'),
    new Error('Client has encountered a connection error and is not queryable'),
    reported('connect EMFILE 127.0.0.1:5432', 'EMFILE'),
    reported('cannot execute INSERT in a read-only transaction', '25006'),
    reported('deadlock detected', '40P01'),
    reported('could not serialize access', '40001'),
    reported('canceling statement due to lock timeout', '55P03'),
    reported('canceling statement due to statement timeout', '57014'),
    reported('terminating connection due to idle-in-transaction timeout', '25P03'),
  ])('is "not now" where the same request can succeed later: $message', (error) => {
    expect(toProblem(error)).toMatchObject({ code: 'platform.unavailable', status: 503, retryAfterMs: 1_000 });
    expect(isUnexpected(error)).toBe(false);
  });

  it.each([reported('duplicate key', '23505'), reported('no such column', '42703'), new Error('a bug')])(
    'is a mistake of ours otherwise, of which nobody hears a word: $message',
    (error) => {
      const problem = toProblem(error);
      expect(problem).toMatchObject({ code: 'platform.internal', status: 500 });
      expect(JSON.stringify(problem)).not.toContain(error.message);
      expect(isUnexpected(error)).toBe(true);
    },
  );
});
