import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { dieTogether, forget } from '../../../../scripts/parts/watchdog.js';
import type { Fault } from '../fault.js';

const HOG = 'for (;;);';

export const f09: Fault = {
  id: 'F09',
  name: 'every core is hogged by others',
  seconds: { quick: 8, full: 20 },
  expected: 'latency grows; no lease and no presence lapses wrongly; 15 s',
  async inject() {
    const hogs = await Promise.all(Array.from({ length: availableParallelism() * 2 }, startHog));
    const working = () => hogs.filter(isAlive);
    return { bit: () => working().length, heal: async () => void (await Promise.all(working().map(end))) };
  },
};

/** One that knows no end by itself must not outlive this process. */
async function startHog(): Promise<ChildProcess> {
  const hog = spawn(process.execPath, ['-e', HOG], { stdio: 'ignore' });
  await once(hog, 'spawn');
  const pid = hog.pid!;
  dieTogether(pid);
  hog.once('exit', () => forget(pid));
  return hog;
}

const isAlive = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null;

async function end(hog: ChildProcess): Promise<void> {
  const ended = once(hog, 'exit');
  hog.kill('SIGKILL');
  await ended;
}
