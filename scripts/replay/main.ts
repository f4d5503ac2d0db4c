import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { logFiles } from './log-files.js';
import { ProgressBar } from './progress-bar.js';
import { replay } from './replay.js';
import { failed, inWords, type Report } from './report.js';

// npm run replay -- --log=<file or folder> --url=<u1,u2,u3> --speed=<x|max> --listeners=<n>: see docs/client.md.
const { values } = parseArgs({
  options: {
    log: { type: 'string', multiple: true },
    url: { type: 'string', default: 'http://127.0.0.1:3000' },
    speed: { type: 'string', default: 'max' },
    listeners: { type: 'string', default: '3' },
    speakers: { type: 'string', default: '100' },
    parallel: { type: 'string', default: '10' },
    json: { type: 'string' },
  },
});

const speed = values.speed === 'max' ? Infinity : Number(values.speed);
const [listeners, speakers, parallel] = [values.listeners, values.speakers, values.parallel].map(Number) as [
  ...[number, number, number],
];
if (!(speed > 0)) usage('--speed takes a number above 0, or max');
if (!Number.isInteger(listeners) || listeners < 0) usage('--listeners takes a whole number');
if (!Number.isInteger(speakers) || speakers < 1) usage('--speakers takes a whole number from 1');
if (!Number.isInteger(parallel) || parallel < 1) usage('--parallel takes a whole number from 1');
if (!values.log?.length) usage('--log is missing');
const files = values.log.flatMap(logFiles);
if (files.length === 0) usage('no log there');

const urls = values.url.split(',').map((url) => url.trim());
const bar = new ProgressBar();
const reports: Report[] = [];
const left = [...files];

const worker = async (): Promise<void> => {
  for (let file = left.shift(); file !== undefined; file = left.shift()) {
    const name = basename(file);
    const progress = (done: number, total: number, what: string) => bar.show(name, done, total, what);
    const report = await replay(name, readFileSync(file, 'utf8'), { urls, speed, listeners, speakers, progress });
    bar.end(name);
    console.log(inWords(report));
    reports.push(report);
  }
};
await Promise.all(Array.from({ length: Math.min(parallel, files.length) }, worker));

if (values.json) writeFileSync(values.json, `${JSON.stringify({ urls, speed: values.speed, reports }, null, 2)}\n`);
const lines = reports.reduce((sum, { acked }) => sum + acked, 0);
const wrong = reports.filter(failed);
const verdict = wrong.length === 0 ? 'nothing differs' : `${wrong.length} differ`;
console.log(`\n${reports.length} log(s), ${lines} lines acked: ${verdict}`);
process.exit(wrong.length === 0 ? 0 : 1);

function usage(problem: string): never {
  console.error(`${problem}

  npm run replay -- --log=<file or folder> [--log=…] [--url=http://127.0.0.1:3000,…] [--speed=max]
                    [--listeners=3] [--speakers=100] [--parallel=10] [--json=report.json]`);
  process.exit(2);
}
