import { describe, expect, it } from 'vitest';
import { JournalUnavailable } from '../journal/errors.js';
import { asError, backOffMs, MAX_ATTEMPTS, NoAnswer, patienceFor } from './failure.js';

const failed = (message: string, code?: string) => Object.assign(new Error(message), code ? { code } : {});

describe('patienceFor', () => {
  it.each([
    failed('terminating connection', '57P01'),
    failed('too many clients', '53300'),
    failed('deadlock detected', '40P01'),
    failed('read-only', '25006'),
    failed('lock timeout', '55P03'),
    failed('idle in transaction', '25P03'),
    failed('connect', 'ECONNREFUSED'),
    failed('connect EMFILE', 'EMFILE'),
    failed('Client has encountered a connection error and is not queryable'),
    failed('Connection terminated unexpectedly'),
    failed('timeout exceeded when trying to connect'),
    new JournalUnavailable(failed('down')),
    new NoAnswer(failed('statement timeout', '57014')),
  ])('waits for ever where the entry cannot be to blame: $message', (error) => {
    expect(patienceFor(error)).toBe(Infinity);
  });

  it.each([failed('poison'), failed('duplicate key', '23505'), failed('no such column', '42703')])(
    'gives up on what may be the entry’s own fault: $message',
    (error) => {
      expect(patienceFor(error)).toBe(MAX_ATTEMPTS);
    },
  );

  it.each([failed('Query read timeout'), failed('statement timeout', '57014')])(
    'has more patience with a time-out, and not endless: $message',
    (error) => {
      expect(patienceFor(error)).toBeGreaterThan(MAX_ATTEMPTS);
      expect(patienceFor(error)).toBeLessThan(Infinity);
    },
  );
});

it('doubles the wait, up to 5 s', () => {
  expect([1, 2, 3, 4, 20].map(backOffMs)).toEqual([100, 200, 400, 800, 5_000]);
});

it('makes an error of whatever was thrown', () => {
  expect(asError('text').message).toBe('text');
  expect(asError({ a: 1 }).message).toBe('{"a":1}');
});
