import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { nameOf } from '../../cluster/cluster.js';
import { Again } from '../tools/again.js';
import type { Fault } from '../fault.js';

const run = promisify(execFile);
/** So many more than are open now. */
const SPARE = 3;
const LOOK_MS = 100;

export const f08: Fault = {
  id: 'F08',
  name: 'a node may open no more file descriptors',
  seconds: { quick: 8, full: 15 },
  expected: 'new connections are refused, existing ones live; 5 s',
  async inject({ cluster, random }) {
    const victim = random.below(cluster.stack.nodes.length);
    const { pid, port } = cluster.node(victim);
    const before = (await run('prlimit', ['--pid', String(pid), '--nofile', '--output', 'SOFT', '--noheadings']))
      .stdout;
    const limit = (soft: number | string) => run('prlimit', ['--pid', String(pid), `--nofile=${soft}:`]);
    const open = () => readdirSync(`/proc/${pid}/fd`);
    const most = open().length + SPARE;
    await limit(most);
    // Who comes anyway may be long in coming: strangers take what is left, and say nothing.
    const strangers = Array.from({ length: SPARE }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    // Each of the numbers that it may use is taken: the next connection is one too many.
    const full = new Again(LOOK_MS, () => Number(open().filter((fd) => Number(fd) < most).length === most));
    return {
      target: nameOf(victim),
      bit: () => full.count,
      heal: async () => {
        for (const stranger of strangers) stranger.destroy();
        await full.stop();
        await limit(before.trim());
      },
    };
  },
};
