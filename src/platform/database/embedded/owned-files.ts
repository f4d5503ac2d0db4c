import { closeSync, constants, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { EmbeddedPostgresFailed } from './errors.js';
import { type ServerUser, shellAs } from './server-user.js';

// Whoever owns a folder can put a link into any file's place there. Root therefore never writes in the server's folder with rights of
// its own, and passes nothing on that it read there unless it is the server's user's.

/** Puts a file there, in place of whatever had its name. */
export function writeOwned(file: string, content: string, user: ServerUser): void {
  if (!user) return writeFileSync(file, content, { mode: 0o600 });
  const { status, stderr } = shellAs(user, 'umask 077; cat > "$1.new" && mv -f "$1.new" "$1"', file, content);
  if (status !== 0) throw new EmbeddedPostgresFailed(`write ${file}`, stderr);
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
