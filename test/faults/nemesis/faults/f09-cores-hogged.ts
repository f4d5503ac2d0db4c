import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Fault } from '../fault.js';

const HOG = 'for (;;);';

export const f09: Fault = {
  id: 'F09',
  name: 'every core is hogged by others',
  seconds: { quick: 8, full: 20 },
  expected: 'latency grows; no lease and no presence lapses wrongly; 15 s',
  async inject() {
    const hogs = Array.from({ length: availableParallelism() * 2 }, () => spawn(process.execPath, ['-e', HOG]));
    const working = () => hogs.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null).length;
    return { bit: working, heal: async () => hogs.forEach((hog) => void hog.kill('SIGKILL')) };
  },
};
