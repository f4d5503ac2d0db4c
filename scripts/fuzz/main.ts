import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { RawHttp } from '../../test/support/raw-http.js';
import { eventsPart } from './events.js';
import { framesPart } from './frames.js';
import { kept } from './kept.js';
import { restPart } from './rest.js';
import { Finding, type Part, type Plan, run } from './run.js';
import { Tally } from './tally.js';
import { startTarget } from './target.js';

// npm run fuzz -- --rest 200000 --events 100000 --frames 1000000 --seed 1: see docs/bad-input.md.
const { values } = parseArgs({
  options: {
    rest: { type: 'string', default: '20000' },
    events: { type: 'string', default: '10000' },
    frames: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    only: { type: 'string' },
    slice: { type: 'string' },
  },
});
const number = (name: 'rest' | 'events' | 'frames' | 'seed' | 'from' | 'slice'): number => {
  const value = Number(values[name]);
  if (!Number.isSafeInteger(value) || value < 0) usage(`--${name} takes a whole number from 0`);
  return value;
};
const counts = { rest: number('rest'), events: number('events'), frames: number('frames') };
const seed = number('seed');
if (values.only !== undefined && !(values.only in counts)) usage('--only takes rest, events or frames');
const only = values.slice === undefined ? undefined : number('slice');
if (only !== undefined && values.only === undefined) usage('--slice needs --only');

const target = await startTarget();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void target.stop().then(() => process.exit(130)));
const http = new RawHttp(target.url);
let failed = false;
try {
  console.log(
    `fast-check ${packageVersion('node_modules/fast-check')} over docs/openapi.json and docs/asyncapi.json of ${packageVersion('.')}, seed ${seed}, from slice ${values.from}`,
  );
  await fuzz('rest', 'REST requests', (tally) => restPart(http, tally), 16, 1_000);
  await fuzz('events', 'socket events', (tally) => eventsPart(target.url, tally), 16, 2_000);
  await fuzz('frames', 'socket frames', (tally) => framesPart(target.url, tally), 64, 10_000);
} catch (error) {
  failed = true;
  console.error(error instanceof Finding ? `\nFOUND ${error.message}` : error);
}
http.close();
await target.stop();
console.log(failed ? 'failed' : 'nothing found');
process.exit(failed ? 1 : 0);

async function fuzz<T>(
  name: keyof typeof counts,
  what: string,
  make: (tally: Tally) => Part<T>,
  lanes: number,
  perSlice: number,
) {
  if (counts[name] === 0 || (values.only !== undefined && values.only !== name)) return;
  const tally = new Tally();
  const part = make(tally);
  const plan: Plan = { seed, count: counts[name], perSlice, lanes, from: number('from'), only };
  // Code is compiled and caches are filled by the first slice; what memory does after that is what counts.
  await run(part, target, { ...plan, seed: seed + 1, count: Math.min(perSlice, plan.count), only: undefined });
  const before = await target.observe();
  const began = performance.now();
  const sent = await run(part, target, { ...plan, progress: progressOf(what, plan.count) });
  const seconds = (performance.now() - began) / 1_000;
  const after = await target.observe();
  console.log(`${what}: ${sent} in ${seconds.toFixed(0)} s; with the warm-up ${tally.inWords()}`);
  console.log(
    `  memory ${mib(before.rss)} → ${mib(after.rss)} MiB resident, ${mib(before.heapUsed)} → ${mib(after.heapUsed)} MiB of heap; longest pause of the loop ${after.loopMs} ms; ${before.handles} → ${after.handles} handles`,
  );
  for (const line of kept(before, after)) {
    failed = true;
    console.error(`\nFOUND ${what}: ${line}`);
  }
}

/** A line for each tenth. */
function progressOf(what: string, total: number): (done: number) => void {
  let tenths = 0;
  return (done) => {
    if (Math.floor((done / total) * 10) === tenths) return;
    tenths = Math.floor((done / total) * 10);
    console.error(`  ${done} of ${total} ${what}`);
  };
}

function mib(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}

function packageVersion(folder: string): string {
  return (JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as { version: string }).version;
}

function usage(problem: string): never {
  console.error(`${problem}

  npm run fuzz -- [--rest 20000] [--events 10000] [--frames 100000] [--seed 1] [--from 0]
              [--only rest|events|frames [--slice n]]`);
  process.exit(2);
}
