import { closeSync, constants, fstatSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { EmbeddedPostgresFailed } from './errors.js';
import { type ServerUser, shellAs } from './server-user.js';

// Whoever owns a folder can put a link into any name's place there, at any moment. Root therefore never writes, moves or removes
// anything in the server's folder with rights of its own, and passes nothing on that it read there unless it is the server's user's.

/** Puts a file there, in place of whatever had its name. */
export function writeOwned(file: string, content: string, user: ServerUser): void {
  if (!user) return writeFileSync(file, content, { mode: 0o600 });
  as(user, `write ${file}`, 'umask 077; cat > "$1.new" && mv -f "$1.new" "$1"', [file], content);
}

export function moveOwned(from: string, to: string, user: ServerUser): void {
  if (!user) return renameSync(from, to);
  as(user, `move ${from}`, 'mv -f -- "$1" "$2"', [from, to]);
}

/** A file, or a folder with all that is in it, where there is one. */
export function removeOwned(path: string, user: ServerUser): void {
  if (!user) return rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  as(user, `remove ${path}`, 'rm -rf -- "$1"', [path]);
}

function as(user: NonNullable<ServerUser>, doing: string, line: string, paths: string[], input?: string): void {
  const { status, stderr } = shellAs(user, line, paths, input);
  if (status !== 0) throw new EmbeddedPostgresFailed(doing, stderr);
}

/** `owner`: whose it has to be; anybody's without. */
export function readOwned(file: string, owner: number | undefined): string {
  if (owner === undefined) return readFileSync(file, 'utf8');
  const opened = openFile(file);
  try {
    const { uid } = fstatSync(opened);
    if (uid !== owner)
      throw new EmbeddedPostgresFailed(`read ${file}`, `it belongs to user ${uid} instead of ${owner}`);
    return readFileSync(opened, 'utf8');
  } finally {
    closeSync(opened);
  }
}

function openFile(file: string): number {
  try {
    return openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    throw new EmbeddedPostgresFailed(`read ${file}`, (error as Error).message);
  }
}
