import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmdirSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DataFolderInUse } from './errors.js';
import { processStart } from './process-identity.js';

interface Holder {
  pid: number;
  started: string;
}

/** How long another process may take to clear a stale lock before its claim is taken for abandoned. */
const CLAIM_MS = 2_000;

/**
 * Takes the exclusive lock of a data folder for this process.
 *
 * @returns the release; a process that dies without it leaves a lock that the next one recognises as stale.
 * @throws DataFolderInUse naming the process that holds it (also when that is this very process).
 */
export async function lockDataFolder(folder: string): Promise<() => void> {
  const lock = join(folder, 'parley.lock');
  const mine = `${lock}.${randomUUID()}`;
  const holder: Holder = { pid: process.pid, started: processStart(process.pid) ?? 'unknown' };
  // Written whole first and linked into place: nobody ever reads a lock half written.
  writeFileSync(mine, JSON.stringify(holder), { mode: 0o600 });
  try {
    while (!tryLink(mine, lock)) {
      refuseIfHeld(folder, lock);
      await clearStale(folder, lock);
    }
  } finally {
    unlinkSync(mine);
  }
  return () => rmSync(lock, { force: true });
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function refuseIfHeld(folder: string, lock: string): void {
  const holder = readHolder(lock);
  if (holder && processStart(holder.pid) === holder.started) throw new DataFolderInUse(folder, holder.pid);
}

function readHolder(lock: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(lock, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

/** Removing happens under a claim, and looks again inside it: otherwise a slow starter removes a fast one's fresh lock. */
async function clearStale(folder: string, lock: string): Promise<void> {
  const claim = `${lock}.claim`;
  try {
    mkdirSync(claim);
  } catch {
    dropAbandoned(claim);
    await delay(50);
    return;
  }
  try {
    refuseIfHeld(folder, lock);
    unlinkSync(lock);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  } finally {
    rmdirSync(claim);
  }
}

function dropAbandoned(claim: string): void {
  try {
    if (Date.now() - statSync(claim).mtimeMs > CLAIM_MS) rmdirSync(claim);
  } catch {
    // Its owner finished meanwhile.
  }
}
