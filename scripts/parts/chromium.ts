import { ensureProgram, which } from './ensure.js';
import type { Found } from './part.js';

const SHELL = 'chromium-headless-shell';
const WHOLE = ['chromium', 'chromium-browser', 'google-chrome'];

let found: string | undefined;

/**
 * A browser for the web tests: Chromium without what it has around the pages, which takes half of the processor time for
 * the same page; else a whole Chromium or Chrome. On Debian as root it is installed, everywhere else it is looked for.
 */
export function findChromium(): Found<{ command: string }> {
  found ??= ensureProgram(SHELL, SHELL) ?? WHOLE.map(which).find(Boolean) ?? ensureProgram('chromium', 'chromium');
  return found
    ? { command: found }
    : { missing: `Chromium is not installed. On Debian: apt-get install ${SHELL}; elsewhere install Chrome.` };
}
