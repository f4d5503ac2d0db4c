import { ensureProgram, which } from './ensure.js';
import type { Found } from './part.js';

const SHELL = 'chromium-headless-shell';
const WHOLE = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * A browser for the web tests: Chromium without what it has around the pages, which takes half of the processor time for
 * the same page; else a whole Chromium or Chrome that is installed.
 */
export function findChromium(): Found<{ command: string }> {
  const command = ensureProgram(SHELL, SHELL) ?? WHOLE.map(which).find((found) => found !== undefined);
  return command
    ? { command }
    : { missing: `Chromium is not installed. On Debian: apt-get install ${SHELL}; elsewhere install Chrome.` };
}
