import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeMachine } from '../../../../bench/lib/machine.js';

interface Figure {
  name: string;
  unit: string;
  /** The highest that is good. */
  goal: number;
  value: number;
  /** Every single measurement where there are several. */
  all?: number[];
}

/** Figures of the browser: printed with their goals, and written down with the machine they are of. */
export class Figures {
  private readonly found: Figure[] = [];

  add(figure: Figure): void {
    this.found.push({ ...figure, value: rounded(figure.value), all: figure.all?.map(rounded) });
    console.info(`${figure.name}: ${rounded(figure.value)} ${figure.unit} (goal ${figure.goal})`);
  }

  /** To `web.json` in this folder. */
  write(folder: string, chromium: string): void {
    mkdirSync(folder, { recursive: true });
    const text = JSON.stringify({ figures: this.found, chromium, machine: describeMachine() }, null, 2);
    writeFileSync(join(folder, 'web.json'), `${text}\n`);
  }
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** The value that `part` of them (0.95) do not exceed. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? NaN;
}
