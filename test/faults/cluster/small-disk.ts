import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { removeAtEnd } from '../../../scripts/parts/watchdog.js';

const run = promisify(execFile);

/** Room for the log of a run, twice: a backup may lie beside it. */
const SIZE = '1g';
const BALLAST = 'ballast';
/** First in big pieces, then to the last block. */
const PIECES = [1 << 20, 4_096];

/** A file system in memory, of a size that can be used up. */
export class SmallDisk {
  private constructor(readonly folder: string) {}

  /** Null where this process may not mount one: only root may, and not in every container. */
  static async mount(folder: string): Promise<SmallDisk | null> {
    mkdirSync(folder, { recursive: true });
    try {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=0711`, 'parley-faults', folder]);
    } catch {
      return null;
    }
    // Memory is not to stay taken by a run that was killed.
    removeAtEnd(folder);
    return new SmallDisk(folder);
  }

  /** Takes what is free; to be called again and again, for what others give back. */
  async fill(): Promise<void> {
    const file = await open(this.ballast, 'a');
    try {
      for (const piece of PIECES) await writeUntilFull(file, Buffer.alloc(piece));
    } finally {
      await file.close();
    }
  }

  /** Gives back what was taken. */
  async free(): Promise<void> {
    await rm(this.ballast, { force: true });
  }

  async unmount(): Promise<void> {
    await run('umount', ['--lazy', this.folder]);
  }

  private get ballast(): string {
    return join(this.folder, BALLAST);
  }
}

async function writeUntilFull(file: FileHandle, piece: Buffer): Promise<void> {
  try {
    for (;;) await file.write(piece);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
