import 'reflect-metadata';
import { existsSync } from 'node:fs';

/**
 * Makes a node stand for a newer build, while the file that `NEWER_BUILD` names is there:
 * `NEWER_BUILD=<file> node --import <dist>/test/faults/newer/preload.js <dist>/src/main.js`. The server has no switch for it.
 */
const file = process.env['NEWER_BUILD'];
if (file && existsSync(file)) {
  // Only now: the server's classes need the metadata above.
  const { speakNewer } = await import('./speak-newer.js');
  speakNewer();
}
