import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAtEnd } from './watchdog.js';

/** A new folder that is removed when this process ends, however it ends. */
export function tempFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `parley-${name}-`));
  // Under root the database runs as another user, who must be able to pass through.
  chmodSync(folder, 0o711);
  removeAtEnd(folder);
  return folder;
}
