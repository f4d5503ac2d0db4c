// The settings that stand in `.env` of the checkout, for the commands that run a deployment or work on it. Benches and the checker
// have no business with its secrets. Plain JavaScript: `npm start` runs it.
import { join } from 'node:path';
import process from 'node:process';
import { root } from './sources.mjs';

/** Puts them into this process's environment, for the programs it starts; what is set there already stays. */
export function readDotEnv(folder = root) {
  try {
    process.loadEnvFile(join(folder, '.env'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}
