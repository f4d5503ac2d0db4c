import { mkdirSync } from 'node:fs';
import { ProgressBar } from '../../scripts/replay/progress-bar.js';
import { provePlanted } from './planted/prove.js';
import { BadOptions, type Options, optionsFrom } from './options.js';
import { runAndCheck } from './verdict.js';

// npm run check:guarantee: see docs/guarantees.md, "Checking it yourself". The exit codes are told there.
const EXIT = { held: 0, broken: 1, 'not proven': 3 } as const;
const NOT_NAMED = 1;
const USAGE = 2;
/** This program did not get to the end: nothing is said of the server. */
const FAILED = 4;
const STOPPED = 130;

function failed(error: unknown): never {
  console.error(error);
  console.error('the checker itself failed: no verdict');
  process.exit(FAILED);
}
process.on('uncaughtException', failed);

let options: Options;
try {
  options = optionsFrom(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof BadOptions)) failed(error);
  console.error(error.message);
  process.exit(USAGE);
}

const bar = new ProgressBar();
const began = performance.now();
const say = (line: string) => bar.say(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${line}`);
const what = options.planted ? 'planted bugs' : options.faults.map(({ id }) => id).join(' ') || 'no faults';
console.log(`seed ${options.seed}, ${what}, everything into ${options.out}`);
const over = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => over.abort());
try {
  if (options.planted) {
    mkdirSync(options.out, { recursive: true });
    const { text, ok } = await provePlanted(options.planted, { ...options, say, signal: over.signal });
    console.log(`\n${text}`);
    process.exit(ok ? EXIT.held : NOT_NAMED);
  }
  const { report, text, paths } = await runAndCheck({
    ...options,
    say,
    signal: over.signal,
    progress: (acked, sends, what) => bar.show('run', Math.min(acked, sends), sends, `sends acked (${what})`),
  });
  bar.finish();
  console.log(`\n${text}`);
  for (const [what, path] of Object.entries(paths)) console.log(`${what.padEnd(8)} ${path}`);
  process.exit(EXIT[report.verdict.outcome]);
} catch (error) {
  if (!over.signal.aborted) failed(error);
  console.error('stopped early: no verdict');
  process.exit(STOPPED);
}
