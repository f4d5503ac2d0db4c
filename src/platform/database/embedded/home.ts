import { randomUUID } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { canEnter, type ServerUser, serverUser } from './server-user.js';

/** Where the server lives and as whom it runs. */
export interface Home {
  /** Holds everything below; owned by the server's user, closed to others. */
  folder: string;
  /** The cluster, `PGDATA`. */
  cluster: string;
  passwordFile: string;
  portFile: string;
  user: ServerUser;
}

/** For root with a data folder that no other user can enter (under /root, say), and Postgres refuses to run as root. */
const SHARED_STATE = '/var/lib/parley';

/** Finds, or makes, the server's place for a data folder. Idempotent. */
export function openHome(dataDir: string, log: (line: string) => void): Home {
  const user = serverUser(dataDir);
  const folder = homeFolder(dataDir, user, log);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user) chownSync(folder, user.uid, user.gid);
  return homeAt(folder, user);
}

/** The same for who only looks: undefined where none was made yet. */
export function findHome(dataDir: string): Home | undefined {
  const folder = pointedTo(dataDir) ?? inDataFolder(dataDir);
  return existsSync(folder) ? homeAt(folder, serverUser(dataDir)) : undefined;
}

function homeAt(folder: string, user: ServerUser): Home {
  const inside = (name: string) => join(folder, name);
  return { folder, user, cluster: inside('data'), passwordFile: inside('password'), portFile: inside('port') };
}

function homeFolder(dataDir: string, user: ServerUser, log: (line: string) => void): string {
  const known = pointedTo(dataDir);
  if (known) return known;
  if (canEnter(dataDir, user)) return inDataFolder(dataDir);
  // A random name kept in the data folder: deleting that folder starts afresh instead of meeting an old cluster again.
  const folder = join(SHARED_STATE, randomUUID());
  mkdirSync(SHARED_STATE, { recursive: true, mode: 0o755 });
  writeFileSync(pointerIn(dataDir), `${folder}\n`);
  log(`no user but root can enter ${dataDir}: the embedded database is kept in ${folder}`);
  return folder;
}

const inDataFolder = (dataDir: string): string => resolve(dataDir, 'postgres');
const pointerIn = (dataDir: string): string => join(dataDir, 'postgres-location');

function pointedTo(dataDir: string): string | undefined {
  const pointer = pointerIn(dataDir);
  return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : undefined;
}
