import { expect, it } from 'vitest';
import { rolledBack } from './outcome.js';

const failed = (code: string, message = '') => Object.assign(new Error(message), { code });

it.each(['23505', '40P01', '53100', '25006', 'XX000', 'P0001', 'ECONNREFUSED', 'EMFILE'])(
  'takes %s for certain: nothing was stored',
  (code) => expect(rolledBack(failed(code))).toBe(true),
);

it.each(['57P01', 'EPIPE', 'ECONNRESET', 'ETIMEDOUT', ''])('knows nothing after %s', (code) =>
  expect(rolledBack(failed(code))).toBe(false),
);
