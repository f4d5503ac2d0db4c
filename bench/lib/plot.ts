import type { RowResult } from '../figures/evaluate.js';
import type { FigureResult } from '../figures/run.js';
import { shown } from './table.js';

const WIDTH = 1200;
const LABELS = 540;
const AXIS = 440;
const LINE = 38;
const TOP = 58;
/** Characters that fit beside the axis. */
const WIDEST = 80;
/** The axis: so many times short of the goal, and beyond it. */
const [WORST, BEST] = [0.1, 20];
const TICKS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20];
const COLOURS: Record<string, string> = {
  goal: '#1a7f4b',
  'second goal': '#1a7f4b',
  'floor kept': '#1a7f4b',
  'floor kept, goal not': '#b26a00',
  'BELOW THE FLOOR': '#c0392b',
  'for information': '#b26a00',
};

interface Mark {
  row: RowResult;
  figure: string;
  /** What the row is held against: its goal, else its floor. */
  aim: number;
}

/** How many times better than the aim; below 1 it is missed. */
const score = ({ row, aim }: Mark, value: number): number => (row.better === 'higher' ? value / aim : aim / value);

const x = (times: number): number =>
  LABELS + (AXIS * Math.log(Math.min(Math.max(times, WORST), BEST) / WORST)) / Math.log(BEST / WORST);

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const text = (left: number, top: number, content: string, more = ''): string =>
  `<text x="${left.toFixed(1)}" y="${top}" ${more}>${escape(content)}</text>`;

const clipped = (label: string): string => (label.length > WIDEST ? `${label.slice(0, WIDEST - 1)}…` : label);
const against = ({ partner }: RowResult): string => (partner === '–' ? '' : `against ${partner}`);

function marksOf(results: readonly FigureResult[]): Mark[] {
  const marks = results.flatMap((result) =>
    result.rows.map((row) => ({ row, figure: result.figure, aim: row.marks.goal ?? row.marks.floor ?? NaN })),
  );
  // Without an aim, or with the aim nothing at all, there is no ratio to draw.
  return marks.filter(({ row, aim }) => row.value && aim > 0 && row.verdict !== 'DOES NOT COUNT');
}

function line(mark: Mark, index: number): string {
  const { row, figure, aim } = mark;
  const y = TOP + index * LINE + LINE / 2;
  const { median, min, max } = row.value!;
  const colour = COLOURS[row.verdict] ?? '#555';
  const [from, to] = [x(score(mark, min)), x(score(mark, max))].sort((a, b) => a - b);
  const sign = row.better === 'higher' ? '≥' : '≤';
  return [
    text(LABELS - 12, y - 1, clipped(`${figure}: ${row.what}`), 'text-anchor="end"'),
    text(LABELS - 12, y + 12, clipped(against(row)), 'text-anchor="end" font-size="10" fill="#666"'),
    `<line x1="${from!.toFixed(1)}" x2="${to!.toFixed(1)}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="3" stroke-opacity="0.4"/>`,
    `<circle cx="${x(score(mark, median)).toFixed(1)}" cy="${y}" r="5" fill="${colour}"/>`,
    text(LABELS + AXIS + 12, y + 4, `${shown(median, row.unit)} (${sign} ${shown(aim, row.unit)})`, `fill="${colour}"`),
  ].join('\n');
}

/** One line per row that has a goal: dot and range over the rounds, on a logarithmic axis where 1 is the goal and right is better. */
export function plot(results: readonly FigureResult[]): string {
  const marks = marksOf(results);
  const bottom = TOP + marks.length * LINE;
  const ticks = TICKS.map((t) => {
    const stroke = t === 1 ? 'stroke="#333" stroke-width="1.5"' : 'stroke="#ddd"';
    return `<line x1="${x(t).toFixed(1)}" x2="${x(t).toFixed(1)}" y1="${TOP - 8}" y2="${bottom}" ${stroke}/>${text(x(t), TOP - 14, `${t} ×`, 'text-anchor="middle" fill="#666"')}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 16}" font-family="system-ui, sans-serif" font-size="12" fill="#222">`,
    `<title>Measured figures against their goals</title>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    text(
      LABELS - 12,
      20,
      'Every figure against its goal: right of the line it is reached',
      'text-anchor="end" font-weight="600"',
    ),
    ...ticks,
    ...marks.map(line),
    '</svg>\n',
  ].join('\n');
}
