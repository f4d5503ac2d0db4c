// Runs before every spec file: a test during which the wire differed from its documents fails.
import { afterAll, afterEach } from 'vitest';
import { allCompared } from './wire-tap.js';
import { takeViolations } from './wire-violations.js';

const verdict = async (): Promise<void> => {
  await allCompared();
  const found = takeViolations();
  if (found.length > 0) throw new Error(`the wire breaks its documents:\n${found.join('\n')}`);
};
afterEach(verdict);
afterAll(verdict);
