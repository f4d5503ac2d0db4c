import { expect, it } from 'vitest';
import { rolledBack } from './outcome.js';

const failed = (code: string, message = '') => Object.assign(new Error(message), { code });

it.each(['23505', '40P01', '53100', '25006', 'XX000', 'P0001', 'ECONNREFUSED', 'EMFILE'])(
  'takes %s for certain: nothing was stored',
  (code) => expect(rolledBack(failed(code))).toBe(true),
);

it('takes a statement that was never sent for certain', () =>
  expect(rolledBack(failed('', 'Client has encountered a connection error and is not queryable'))).toBe(true));

it.each(['57P01', 'EPIPE', 'ECONNRESET', 'ETIMEDOUT', ''])('knows nothing after %s', (code) =>
  expect(rolledBack(failed(code))).toBe(false),
);
