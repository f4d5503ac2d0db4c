import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';

/** The server keeps the environment it is started with for as long as it lives: none of the application's secrets go there. */
export const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

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
  return shellAs(user, 'cd -- "$1"', [folder]).status === 0;
}

/** One line of shell with that user's rights and nothing of the application's environment; `paths` are its `$1`, `$2` … */
export function shellAs(
  user: NonNullable<ServerUser>,
  line: string,
  paths: string[],
  input = '',
): SpawnSyncReturns<string> {
  const options = { ...user, cwd: '/', env: ENVIRONMENT, input, encoding: 'utf8' } as const;
  return spawnSync('/bin/sh', ['-c', line, 'sh', ...paths], options);
}
