import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readPassword, ROLE } from './cluster.js';
import { findHome } from './home.js';
import { findPostmaster } from './postmaster.js';

/** URL (with the password: never log it) of the embedded server that runs on this data folder; undefined where none runs. Changes nothing. */
export function findEmbeddedPostgres(dataDir: string): string | undefined {
  const home = findHome(resolve(dataDir));
  const server = home && findPostmaster(home);
  return server && `postgres://${ROLE}:${readPassword(home)}@127.0.0.1:${server.port}/${ROLE}`;
}

/** Whether this data folder has an embedded database, running or not. Changes nothing. */
export function hasEmbeddedPostgres(dataDir: string): boolean {
  const home = findHome(resolve(dataDir));
  return home !== undefined && existsSync(home.cluster);
}
