import { expect, it } from 'vitest';
import { rolledBack } from './outcome.js';

const failed = (code: string, message = '') => Object.assign(new Error(message), { code });

it.each(['23505', '40P01', '53100', '25006', '25P03', '55P03', '57014', 'XX000', 'P0001', 'ECONNREFUSED', 'EMFILE'])(
  'takes %s for certain: nothing was stored',
  (code) => expect(rolledBack(failed(code))).toBe(true),
);

it.each([
  'Client has encountered a connection error and is not queryable',
  'Connection terminated between two statements',
])('takes a statement that was never sent for certain: %s', (message) =>
  expect(rolledBack(failed('', message))).toBe(true),
);

it.each(['57P01', 'EPIPE', 'ECONNRESET', 'ETIMEDOUT', ''])('knows nothing after %s', (code) =>
  expect(rolledBack(failed(code, 'Connection terminated unexpectedly'))).toBe(false),
);
