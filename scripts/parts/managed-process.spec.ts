import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ManagedProcess } from './managed-process.js';
import { tempFolder } from './temp-folder.js';

/** A process that says so when it is ready. */
async function start(code: string): Promise<ManagedProcess> {
  const cwd = tempFolder('managed-process');
  const logFile = join(cwd, 'log');
  return ManagedProcess.start({
    name: 'a process',
    command: process.execPath,
    args: ['-e', `${code}; setInterval(() => undefined, 1_000); console.log('ready')`],
    ...{ cwd, logFile, readyMs: 60_000, stopMs: 300 },
    ready: async () => readFileSync(logFile, 'utf8').includes('ready'),
  });
}

it('ends a process by the signal that it is sent', async () => {
  const one = await start('');
  await one.kill('SIGTERM');
  expect(one.alive).toBe(false);
  expect(one.endedBy).toBe('SIGTERM');
});

it('kills one that does not end on the signal in time, and says so', async () => {
  const one = await start(`process.on('SIGTERM', () => undefined)`);
  await one.kill('SIGTERM');
  expect(one.alive).toBe(false);
  expect(one.endedBy).toBe('SIGKILL');
});

it('ends one that is stopped', async () => {
  const one = await start('');
  await one.kill('SIGSTOP');
  await one.stop();
  expect(one.alive).toBe(false);
});
