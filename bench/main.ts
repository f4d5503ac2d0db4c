// npm run bench -- <figure …|all|list> [--rounds 5] [--seconds 4] …: see bench/README.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FIGURES } from './figures/index.js';
import type { Context, Figure, Options } from './figures/figure.js';
import { runFigure, type FigureResult } from './figures/run.js';
import { describeMachine, printMachine, type Machine } from './lib/machine.js';
import { BenchPostgres } from './lib/postgres.js';
import type { QuietRules } from './lib/quiet.js';
import { printTable } from './lib/table.js';

const FLAGS = {
  rounds: { type: 'string', default: '5' },
  seconds: { type: 'string', default: '5' },
  warmup: { type: 'string', default: '1.5' },
  connections: { type: 'string', default: '10000' },
  cycles: { type: 'string', default: '3' },
  minutes: { type: 'string', default: '60' },
  sides: { type: 'string', default: '' },
  foreign: { type: 'string', default: '0.15' },
  wait: { type: 'string', default: '60' },
  tries: { type: 'string', default: '3' },
  out: { type: 'string', default: 'bench/results' },
  'no-save': { type: 'boolean', default: false },
} as const;

const { values: flags, positionals } = parseArgs({ options: FLAGS, allowPositionals: true });

const options: Options = {
  rounds: Number(flags.rounds),
  seconds: Number(flags.seconds),
  warmupSeconds: Number(flags.warmup),
  connections: Number(flags.connections),
  cycles: Number(flags.cycles),
  minutes: Number(flags.minutes),
  only: flags.sides.split(',').filter(Boolean),
};
const quiet: QuietRules = { limit: Number(flags.foreign), waitSeconds: Number(flags.wait), tries: Number(flags.tries) };

function chosen(): Figure[] {
  if (positionals.length === 0 || positionals.includes('list')) {
    for (const f of FIGURES) console.log(`${f.name.padEnd(14)} ${f.title}`);
    process.exit(0);
  }
  if (positionals.includes('all')) return [...FIGURES];
  return positionals.map((name) => {
    const figure = FIGURES.find((f) => f.name === name);
    if (!figure) throw new Error(`no figure "${name}"; there are: ${FIGURES.map((f) => f.name).join(', ')}, all, list`);
    return figure;
  });
}

function save(result: FigureResult, machine: Machine, postgres: string): void {
  if (flags['no-save']) return;
  mkdirSync(flags.out, { recursive: true });
  const content = { ...result, machine, postgres, options, quiet };
  writeFileSync(join(flags.out, `${result.figure}.json`), `${JSON.stringify(content, null, 2)}\n`);
}

async function run(figures: Figure[]): Promise<FigureResult[]> {
  const machine = describeMachine();
  const postgres = await BenchPostgres.start({ statements: figures.some(({ statements }) => statements) });
  const stop = (): void => void postgres.stop().finally(() => process.exit(130));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const results: FigureResult[] = [];
  try {
    printMachine(machine, postgres.version);
    const context: Context = { postgres, times: options, options };
    for (const figure of figures) {
      const result = await runFigure(figure, context, quiet);
      save(result, machine, postgres.version);
      results.push(result);
    }
  } finally {
    await postgres.stop();
  }
  return results;
}

printTable(await run(chosen()));
process.exit(0);
