import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fchownSync,
  lstatSync,
  mkdirSync,
  openSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { EmbeddedPostgresFailed } from './errors.js';
import { readOwned } from './owned-files.js';
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

/**
 * For root with a data folder, or with programs, that no other user can get to (under /root, say), and Postgres refuses to run as
 * root.
 */
const SHARED_STATE = '/var/lib/parley';
const ROOT = 0;

/** Finds, or makes, the server's place for a data folder. Idempotent. */
export function openHome(dataDir: string, log: (line: string) => void): Home {
  const user = serverUser(dataDir);
  const folder = homeFolder(dataDir, user, log);
  if (dirname(folder) === SHARED_STATE) makeSharedState();
  if (!make(folder, user)) refuseStrange(folder, user);
  return homeAt(folder, user);
}

/** The same for who only looks: undefined where none was made yet. */
export function findHome(dataDir: string): Home | undefined {
  const folder = pointedTo(dataDir) ?? inDataFolder(dataDir);
  if (!existsSync(folder)) return undefined;
  const user = serverUser(dataDir);
  refuseStrange(folder, user);
  return homeAt(folder, user);
}

/** Where root keeps what the servers of all users run. */
export function sharedPrograms(): string {
  makeSharedState();
  const { uid, mode } = statSync(SHARED_STATE);
  if (uid === ROOT && (mode & 0o022) === 0) return SHARED_STATE;
  throw new EmbeddedPostgresFailed(`copy its programs to ${SHARED_STATE}`, 'somebody else than root may write there');
}

/** Whatever root's umask is: others pass through. */
function makeSharedState(): void {
  if (mkdirSync(SHARED_STATE, { recursive: true })) chmodSync(SHARED_STATE, 0o755);
}

/** Whether it was there to be made. Given away by its descriptor: by now its name may be a link to something else. */
function make(folder: string, user: ServerUser): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  if (!user) return true;
  const made = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  fchownSync(made, user.uid, user.gid);
  closeSync(made);
  return true;
}

/** Root works in no folder that somebody put there for it. */
function refuseStrange(folder: string, user: ServerUser): void {
  if (!user) return;
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== user.uid)
    throw new EmbeddedPostgresFailed(`use ${folder}`, `it must be a folder, no link, that belongs to user ${user.uid}`);
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
  writeFileSync(pointerIn(dataDir), `${folder}\n`, { flag: 'wx' });
  log(`no user but root can enter ${dataDir}: the embedded database is kept in ${folder}`);
  return folder;
}

const inDataFolder = (dataDir: string): string => resolve(dataDir, 'postgres');
const pointerIn = (dataDir: string): string => join(dataDir, 'postgres-location');

function pointedTo(dataDir: string): string | undefined {
  const pointer = pointerIn(dataDir);
  if (!lstatSync(pointer, { throwIfNoEntry: false })) return undefined;
  const folder = readOwned(pointer, ROOT).trim();
  if (folder === resolve(folder) && dirname(folder) === SHARED_STATE) return folder;
  throw new EmbeddedPostgresFailed(`use ${pointer}`, `it must name a folder in ${SHARED_STATE}`);
}
