import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';

/** The user the server runs as; `undefined` means: as this process does. */
export type ServerUser = { uid: number; gid: number } | undefined;

/**
 * Postgres refuses to run as root. Under root it runs as the owner of the data folder or, where that is root too, as `nobody`.
 */
export function serverUser(folder: string): ServerUser {
  if (process.getuid?.() !== 0) return undefined;
  const { uid, gid } = statSync(folder);
  return uid === 0 ? nobody() : { uid, gid };
}

function nobody(): { uid: number; gid: number } {
  const entry = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((line) => line.startsWith('nobody:'))
    ?.split(':');
  return { uid: Number(entry?.[2] ?? 65534), gid: Number(entry?.[3] ?? 65534) };
}

/** Whether that user can get to a folder: one closed ancestor is enough to shut it out, so the system is asked. */
export function canEnter(folder: string, user: ServerUser): boolean {
  if (!user) return true;
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...user, cwd: '/' }).status === 0;
}
