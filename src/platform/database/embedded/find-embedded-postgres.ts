import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readPassword, ROLE } from './cluster.js';
import { openHome } from './home.js';
import { findPostmaster } from './postmaster.js';

/** URL (with the password: never log it) of the embedded server that runs on this data folder; undefined where none runs. */
export function findEmbeddedPostgres(dataDir: string): string | undefined {
  const folder = resolve(dataDir);
  if (!existsSync(folder)) return undefined;
  const home = openHome(folder, () => undefined);
  const server = findPostmaster(home);
  return server && `postgres://${ROLE}:${readPassword(home)}@127.0.0.1:${server.port}/${ROLE}`;
}
