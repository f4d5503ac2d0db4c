import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../../scripts/parts/ensure.js';

const PRELOAD = join(projectFolder(), 'dist', 'test', 'faults', 'newer', 'preload.js');

/** Which build a node is the next time it starts: this one, or what stands for a newer one (see `test/faults/newer`). */
export class BuildSwitch {
  private readonly file: string;

  constructor(node: string) {
    this.file = `${node}.newer`;
  }

  get nodeOptions(): string[] {
    return ['--import', PRELOAD];
  }

  /** For the environment of the process. */
  get environment(): Record<string, string> {
    return { NEWER_BUILD: this.file };
  }

  set(build: 'this' | 'newer'): void {
    if (build === 'newer') writeFileSync(this.file, '');
    else rmSync(this.file, { force: true });
  }
}
