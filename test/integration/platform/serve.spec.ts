import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { projectFolder } from '../../../scripts/parts/ensure.js';
import { tempFolder } from '../../../scripts/parts/temp-folder.js';

/** Says who it is, and then runs until it is stopped. */
const PROGRAM = `process.on('SIGTERM', () => { console.log('stopping'); process.exit(7); });
  console.log(process.ppid + ' ' + process.pid); setInterval(() => {}, 1_000);`;

const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

let shell: ChildProcess;
let pids: number[] = [];
afterEach(() => pids.filter(alive).forEach((pid) => process.kill(pid, 'SIGKILL')));

/** As npm does it: a shell between, that stays for as long as what it runs. */
async function start(env: Record<string, string>): Promise<{ said: () => string; server: number; program: number }> {
  const script = join(tempFolder('serve'), 'start.mjs');
  const serve = JSON.stringify(join(projectFolder(), 'scripts', 'serve.mjs'));
  writeFileSync(script, `import { serve } from ${serve};\nserve(['-e', ${JSON.stringify(PROGRAM)}]);\n`);
  shell = spawn('sh', ['-c', `"${process.execPath}" "${script}"; exit $?`], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  shell.stdout!.on('data', (chunk) => (said += String(chunk)));
  await vi.waitFor(() => expect(said).toMatch(/\d+ \d+\n/), 10_000);
  pids = said.trim().split(' ').map(Number);
  return { said: () => said, server: pids[0]!, program: pids[1]! };
}

describe.skipIf(process.platform === 'win32')('a program that is run by npm', () => {
  it('is stopped in order when npm is, whose shell dies without a word', async () => {
    const { said, server, program } = await start({ npm_lifecycle_event: 'start' });
    shell.kill('SIGTERM');
    await vi.waitFor(() => expect([server, program].map(alive)).toEqual([false, false]), 10_000);
    expect(said()).toContain('stopping');
  });

  it('is handed a signal, and its exit code is told', async () => {
    const { said, server } = await start({});
    process.kill(server, 'SIGTERM');
    const [code] = (await once(shell, 'exit')) as [number];
    expect([code, said()]).toEqual([7, expect.stringContaining('stopping')]);
  });
});
