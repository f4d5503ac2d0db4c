import { pin, processTree } from '../lib/proc.js';
import { whenQuiet, type QuietRules } from '../lib/quiet.js';
import { evaluate, type RowResult } from './evaluate.js';
import type { Context, Figure, Round, Sample, Side } from './figure.js';

const SERVER_CORE = '0';
const GENERATOR_CORE = '1';

export interface FigureResult {
  figure: string;
  title: string;
  rounds: Round[];
  foreignCores: Record<string, number[]>;
  rows: RowResult[];
  /** Why the figure does not count; empty when it does. */
  faults: string[];
}

async function startAll(sides: Side[], only: string[]): Promise<Side[]> {
  const started: Side[] = [];
  for (const side of sides) {
    if (only.length && !only.includes(side.name)) continue;
    try {
      await side.start();
      started.push(side);
    } catch (error) {
      console.log(`  ${side.name}: cannot run: ${error instanceof Error ? error.message : String(error)}`);
      await side.stop().catch(() => undefined);
    }
  }
  return started;
}

function placeOnCores(figure: Figure, sides: Side[], context: Context): void {
  const both = `${SERVER_CORE},${GENERATOR_CORE}`;
  const servers = [...sides.flatMap((side) => side.pids()), ...context.postgres.pids];
  pin(processTree(servers), figure.cores === 'split' ? SERVER_CORE : both);
  // The runner alone: its children are the servers just placed.
  pin([process.pid], figure.cores === 'split' ? GENERATOR_CORE : both);
}

/** Runs a figure's sides in turns (A B A B …), never two at once, and compares them inside each round. */
export async function runFigure(figure: Figure, context: Context, quiet: QuietRules): Promise<FigureResult> {
  console.log(`\n== ${figure.name}: ${figure.title} (cores ${figure.cores})`);
  const sides = await startAll(await figure.sides(context), context.options.only);
  const rounds: Round[] = [];
  const faults: string[] = [];
  const foreignCores: Record<string, number[]> = {};
  try {
    placeOnCores(figure, sides, context);
    for (let r = 1; r <= (figure.once ? 1 : context.options.rounds); r++) {
      const round: Round = {};
      for (const side of sides) {
        const own = [...side.pids(), ...context.postgres.pids];
        const rules = figure.once ? { ...quiet, tries: 1 } : quiet;
        const { sample, foreign } = await sampleOf(side, own, rules);
        round[side.name] = sample;
        (foreignCores[side.name] ??= []).push(foreign);
        faults.push(...sample.faults.map((fault) => `round ${r}, ${side.name}: ${fault}`));
        printSample(r, side.name, round, foreign);
      }
      rounds.push(round);
    }
  } finally {
    for (const side of sides) await side.stop();
  }
  const names = sides.map((side) => side.name);
  if (
    Object.values(foreignCores)
      .flat()
      .some((f) => f > quiet.limit)
  )
    console.log(`  note: other processes used more than ${quiet.limit} core in some windows`);
  return {
    figure: figure.name,
    title: figure.title,
    rounds,
    foreignCores,
    faults,
    rows: figure.rows.map((row) => evaluate(row, rounds, names, faults)),
  };
}

/** The least disturbed window, with what was wrong in any: a message that is lost on a busy machine is lost. */
export async function sampleOf(
  side: Pick<Side, 'window'>,
  own: readonly number[],
  rules: QuietRules,
): Promise<{ sample: Sample; foreign: number }> {
  const faults: string[] = [];
  const { result, foreign } = await whenQuiet(own, rules, async () => {
    const sample = await side.window();
    faults.push(...sample.faults);
    return sample;
  });
  return { sample: { ...result, faults }, foreign };
}

function printSample(round: number, side: string, samples: Round, foreign: number): void {
  const { values, faults } = samples[side]!;
  const shown = Object.entries(values).filter(([name, v]) => name !== 'seconds' && !Number.isNaN(v));
  const numbers = shown
    .map(([name, v]) => `${name} ${Math.abs(v) >= 100 ? Math.round(v) : Math.round(v * 100) / 100}`)
    .join('  ');
  console.log(
    `  round ${round}  ${side.padEnd(16)} ${numbers}  others ${foreign}${faults.length ? `  FAULTS: ${faults.join('; ')}` : ''}`,
  );
}
