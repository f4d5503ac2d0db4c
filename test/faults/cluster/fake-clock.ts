import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureProgram } from '../../../scripts/parts/ensure.js';

const LIBRARIES = '/usr/lib';

/** A clock of a process of its own, that can be set while it runs. The monotonic clock stays what it is. */
export class FakeClock {
  private constructor(
    private readonly library: string,
    private readonly file: string,
  ) {
    this.shift(0);
  }

  /** Null where libfaketime cannot be had (Debian's package `faketime`). */
  static at(file: string): FakeClock | null {
    ensureProgram('faketime', 'faketime');
    const library = findLibrary();
    return library === null ? null : new FakeClock(library, file);
  }

  /** For the environment of the process. */
  get environment(): Record<string, string> {
    return {
      LD_PRELOAD: this.library,
      FAKETIME_TIMESTAMP_FILE: this.file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    };
  }

  /** Seconds ahead of the true time; negative: behind. */
  shift(seconds: number): void {
    writeFileSync(this.file, `${seconds < 0 ? '' : '+'}${seconds}\n`);
  }
}

function findLibrary(): string | null {
  const places = existsSync(LIBRARIES) ? readdirSync(LIBRARIES) : [];
  const files = places.map((place) => join(LIBRARIES, place, 'faketime', 'libfaketimeMT.so.1'));
  return files.find((file) => existsSync(file)) ?? null;
}
