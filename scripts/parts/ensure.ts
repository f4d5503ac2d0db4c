import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** The project's folder: these files also run from `dist/`, so it is looked for from here upwards. */
export function projectFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/** Where a program lies, if it is installed. */
export function which(program: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/sbin', '/usr/local/bin'];
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A program by name; where it or one of its add-ons is missing and we are root on Debian (or its kin), their packages are
 * installed first. Elsewhere nothing is changed: installing is the owner's business.
 */
export function ensureProgram(program: string, aptPackage: string, ...addOns: string[]): string | undefined {
  if (addOns.every(isInstalled) && which(program)) return which(program);
  return aptInstall([aptPackage, ...addOns]) ? which(program) : undefined;
}

function isInstalled(aptPackage: string): boolean {
  return spawnSync('dpkg-query', ['--status', aptPackage], { stdio: 'ignore' }).status === 0;
}

function aptInstall(packages: string[]): boolean {
  const apt = which('apt-get');
  if (!apt || process.getuid?.() !== 0) return false;
  const run = (...args: string[]) =>
    // RUNLEVEL=1 keeps the package from starting a service of its own.
    spawnSync(apt, args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' } }).status === 0;
  const install = () => run('install', '-y', '-qq', '--no-install-recommends', ...packages);
  return install() || (run('update', '-qq') && install());
}
