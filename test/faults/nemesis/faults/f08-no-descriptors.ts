import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { nameOf } from '../../cluster/cluster.js';
import type { Fault } from '../fault.js';

const run = promisify(execFile);
/** So many more than are open now. */
const SPARE = 3;

export const f08: Fault = {
  id: 'F08',
  name: 'a node may open no more file descriptors',
  seconds: { quick: 8, full: 15 },
  expected: 'new connections are refused, existing ones live; 5 s',
  async inject({ cluster, random }) {
    const victim = random.below(cluster.stack.nodes.length);
    const { pid } = cluster.node(victim);
    const before = (await run('prlimit', ['--pid', String(pid), '--nofile', '--output', 'SOFT', '--noheadings']))
      .stdout;
    const limit = (soft: number | string) => run('prlimit', ['--pid', String(pid), `--nofile=${soft}:`]);
    await limit(readdirSync(`/proc/${pid}/fd`).length + SPARE);
    return { target: nameOf(victim), heal: async () => void (await limit(before.trim())) };
  },
};
