import { ensureProgram, which } from './ensure.js';
import type { Found } from './part.js';

/** A browser for the web tests: an installed Chromium or Chrome, else Debian's. */
export function findChromium(): Found<{ command: string }> {
  const command = which('google-chrome') ?? which('chromium-browser') ?? ensureProgram('chromium', 'chromium');
  return command
    ? { command }
    : { missing: 'Chromium is not installed. On Debian: apt-get install chromium; elsewhere install Chrome.' };
}
