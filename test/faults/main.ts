import { mkdirSync } from 'node:fs';
import { ProgressBar } from '../../scripts/replay/progress-bar.js';
import { provePlanted } from './planted/prove.js';
import { BadOptions, type Options, optionsFrom } from './options.js';
import { runAndCheck } from './verdict.js';

// npm run check:guarantee: see docs/guarantees.md, "Checking it yourself".
let options: Options;
try {
  options = optionsFrom(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof BadOptions)) throw error;
  console.error(error.message);
  process.exit(2);
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
    process.exit(ok ? 0 : 1);
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
  process.exit(report.verdict.ok ? 0 : 1);
} catch (error) {
  if (!over.signal.aborted) throw error;
  console.error('stopped early: no verdict');
  process.exit(130);
}
