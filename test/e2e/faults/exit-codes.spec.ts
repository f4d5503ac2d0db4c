import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { projectFolder } from '../../../scripts/parts/ensure.js';
import { tempFolder } from '../../../scripts/parts/temp-folder.js';

/** The documented command, with the build that it makes first. */
function check(...args: string[]): Promise<{ code: unknown; said: string }> {
  const program = join(projectFolder(), 'dist', 'test', 'faults', 'main.js');
  const out = join(tempFolder('exit-codes'), 'run');
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args, `--out=${out}`], (error, stdout, stderr) => {
      resolve({ code: error ? error.code : 0, said: stdout + stderr });
    });
  });
}

describe('check:guarantee', () => {
  beforeAll(async () => {
    const built = await fetch(`${inject('partsUrl')}/build`);
    expect(built.ok, await built.text()).toBe(true);
  });

  it('does not take a command line that it does not understand', async () => {
    expect(await check('--faults=F99')).toMatchObject({
      code: 2,
      said: expect.stringMatching(/there is no fault F99; there are\n {2}F01 {2}a node is killed/),
    });
  });

  it('says that it failed itself, where it cannot look at anything', async () => {
    const { code, said } = await check('--url=http://127.0.0.1:1', '--faults=');
    expect(code).toBe(4);
    expect(said).toContain('the checker itself failed: no verdict');
    expect(said).not.toContain('HELD');
  });
});
