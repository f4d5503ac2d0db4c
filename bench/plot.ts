// npm run bench:plot [-- <results folder> <file>]: draws the kept figures as one SVG, each against its own goal.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plot } from './lib/plot.js';
import { FIGURES } from './figures/index.js';
import type { FigureResult } from './figures/run.js';

const [folder = 'bench/results', file = 'docs/img/figures.svg'] = process.argv.slice(2);

type Kept = FigureResult & { machine: { measuredAt: string } };

const place = (result: FigureResult): number => FIGURES.findIndex((figure) => figure.name === result.figure);
const results = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Kept)
  // The browser's figures lie there too, in a form of their own.
  .filter((result) => place(result) >= 0)
  .sort((a, b) => place(a) - place(b) || a.machine.measuredAt.localeCompare(b.machine.measuredAt));

writeFileSync(file, plot(results));
console.log(`${file}: ${results.length} figures`);
