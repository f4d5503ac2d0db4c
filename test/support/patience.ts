// Runs before every spec file. `vi.waitFor` gives up after a second unless told otherwise, which a busy machine takes for
// anything; like `expect.poll` (vitest.config.ts) it is there to wait for a condition, and its limit for what hangs.
import { vi } from 'vitest';

const HANGS_MS = 15_000;

const waitFor = vi.waitFor;
vi.waitFor = (condition, options) =>
  waitFor(condition, typeof options === 'number' ? options : { timeout: HANGS_MS, ...options });
