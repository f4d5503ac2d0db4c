import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { compileScript } from '../../../support/compile-script.js';
import type { OwnScene } from '../fault.js';
import { childrenOf, hasEnded } from '../tools/processes.js';
import { f09 } from './f09-cores-hogged.js';

const WITHIN_MS = 2_000;

let started: number[] = [];
const left = () => started.filter((pid) => !hasEnded(pid));
afterEach(() => left().forEach((pid) => process.kill(pid, 'SIGKILL')));

it('hogs no core any longer than the checker lives, however it ends', async () => {
  const script = await compileScript(join(import.meta.dirname, 'f09.child.ts'));
  const checker = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(checker.stdout, 'data');
  started = childrenOf().get(checker.pid!)!;
  expect(left().length).toBeGreaterThan(1);
  checker.kill('SIGKILL');
  await expect.poll(left, { timeout: WITHIN_MS }).toEqual([]);
});

it('hogs none when it is taken back', async () => {
  const { bit, heal } = await f09.inject({} as OwnScene);
  expect(await bit()).toBeGreaterThan(1);
  await heal();
  expect(await bit()).toBe(0);
});
