import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { startStack } from '../../parts/stack.js';
import { ircLog } from '../generated-log.js';
import { logFiles } from '../log-files.js';
import { ProgressBar } from '../progress-bar.js';
import { inWords } from '../report.js';
import { faultsInWords, problems } from './report.js';
import { replayUnderFaults } from './run.js';
import { CROWD_SETTINGS } from './settings.js';

// npm run replay:faults -- --logs=<file or folder>: see docs/operations.md.
const { values } = parseArgs({
  options: {
    logs: { type: 'string', multiple: true, default: [] },
    generate: { type: 'string', default: '3' },
    nodes: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '180' },
    listeners: { type: 'string', default: '1' },
    speakers: { type: 'string', default: '20' },
    'node-down': { type: 'string', default: '3' },
    'redis-down': { type: 'string', default: '10' },
    'redis-frozen': { type: 'string', default: '10' },
    'kafka-down': { type: 'string', default: '30' },
    rest: { type: 'string', default: '12' },
    json: { type: 'string' },
    dir: { type: 'string' },
  },
});
const number = (name: Exclude<keyof typeof values, 'logs' | 'json' | 'dir'>, least: number): number => {
  const value = Number(values[name]);
  if (!(value >= least)) usage(`--${name} takes a number from ${least}`);
  return value;
};
const times = {
  node: number('node-down', 0),
  redisKilled: number('redis-down', 0),
  redisFrozen: number('redis-frozen', 0),
  kafka: number('kafka-down', 0),
  rest: number('rest', 1),
};
const [nodes, seconds] = [number('nodes', 1), number('seconds', 1)];
const [listeners, speakers] = [number('listeners', 0), number('speakers', 1)];
const generated = Array.from({ length: number('generate', 1) }, (_, i) => ({
  name: `generated-${i + 1}`,
  text: ircLog(i + 1, 600),
}));
const files = values.logs.flatMap(logFiles);
if (values.logs.length > 0 && files.length === 0) usage('no log there');
const given = files.map((file) => ({ name: basename(file), text: readFileSync(file, 'utf8') }));

const bar = new ProgressBar();
const say = (line: string) => bar.say(line);
say(`starting Postgres, Redis, Kafka and ${nodes} nodes`);
const stack = await startStack({ nodes, dir: values.dir, settings: CROWD_SETTINGS, log: (line) => say(`  ${line}`) });
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stack.stop().then(() => process.exit(130)));
try {
  const report = await replayUnderFaults(stack, {
    logs: given.length > 0 ? given : generated,
    ...{ seconds, times, listeners, speakers, say },
    progress: (name, done, total, what) => bar.show(name, done, total, what),
  });
  bar.finish();
  for (const one of report.reports) console.log(inWords(one));
  console.log(`\n${faultsInWords(report)}`);
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ nodes, seconds, times, ...report }, null, 2)}\n`);
  process.exitCode = problems(report).length === 0 ? 0 : 1;
} finally {
  await stack.stop();
}

function usage(problem: string): never {
  console.error(`${problem}

  npm run replay:faults -- [--logs=<file or folder>]… [--generate=3] [--nodes=3] [--seconds=180] [--listeners=1]
    [--speakers=20] [--node-down=3] [--redis-down=10] [--redis-frozen=10] [--kafka-down=30] [--rest=12]
    [--json=report.json] [--dir=<folder for data and the nodes' logs>]`);
  process.exit(2);
}
