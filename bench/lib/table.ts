import type { RowResult } from '../figures/evaluate.js';
import type { FigureResult } from '../figures/run.js';

export const shown = (x: number | undefined, unit: string): string => {
  if (x === undefined) return '–';
  const digits = Math.abs(x) >= 100 ? 0 : Math.abs(x) >= 10 ? 1 : 2;
  return unit === '×' ? `${x.toFixed(digits)} ×` : `${x.toFixed(digits)} ${unit}`;
};

const plain = (x: number | undefined): string =>
  x === undefined || Number.isNaN(x) ? '–' : Math.abs(x) >= 100 ? String(Math.round(x)) : x.toPrecision(3);

function cells(row: RowResult): string[] {
  const { value, marks, unit, absolute } = row;
  const measured = value ? `${shown(value.median, unit)} (${shown(value.min, unit)} – ${shown(value.max, unit)})` : '–';
  const sign = row.better === 'higher' ? '≥ ' : '≤ ';
  const mark = (m: number | undefined): string => (m === undefined ? '–' : sign + shown(m, unit));
  return [
    row.what,
    row.partner,
    plain(absolute?.side),
    plain(absolute?.partner),
    measured,
    mark(marks.floor),
    mark(marks.goal),
    mark(marks.stretch),
    row.verdict,
  ];
}

/** The results as one Markdown table, columns padded for a terminal. */
export function printTable(results: FigureResult[]): void {
  const head = [
    'What',
    'Partner in the same run',
    'Parley',
    'Partner',
    'Median (range)',
    'Floor',
    'Goal',
    'Second goal',
    'Verdict',
  ];
  const rows = [head, ...results.flatMap((result) => result.rows.map(cells))];
  const widths = head.map((_, c) => Math.max(...rows.map((row) => row[c]!.length)));
  const line = (row: string[]): string => `| ${row.map((cell, c) => cell.padEnd(widths[c]!)).join(' | ')} |`;
  console.log(`\n${line(head)}\n| ${widths.map((w) => '-'.repeat(w)).join(' | ')} |`);
  for (const row of rows.slice(1)) console.log(line(row));
  for (const result of results)
    for (const fault of result.faults) console.log(`  ${result.figure} does not count: ${fault}`);
}
