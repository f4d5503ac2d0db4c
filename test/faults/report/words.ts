import type { Line } from '../history/index.js';
import type { Quantiles } from './figures.js';

export const ms = (value: number): string =>
  value >= 10_000
    ? `${(value / 1000).toFixed(0)} s`
    : value >= 1_000
      ? `${(value / 1000).toFixed(1)} s`
      : `${value.toFixed(value < 10 ? 1 : 0)} ms`;

export const count = (value: number): string => value.toLocaleString('en-US');

export const latency = ({ n, p50, p99, max }: Quantiles): string =>
  n === 0 ? 'none' : `p50 ${ms(p50)}, p99 ${ms(p99)}, longest ${ms(max)} (${count(n)})`;

/** Where in the run, for people: `12.345`. */
export const at = (t: number): string => (t / 1000).toFixed(3);

/** How often a fault did something. */
export const bites = (bit: number | undefined): string =>
  bit === undefined
    ? 'not known how often it bit'
    : bit === 0
      ? 'NEVER BIT'
      : bit === 1
        ? 'bit once'
        : `bit ${count(bit)} times`;

const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/u;
const MOST = 220;
/** What never helps to understand an anomaly. */
const NOISE = new Set(['eventId', 'at', 'offset']);

/** One line of the history in one line of text. Ids are cut to their last digits, users are called by name. */
export function lineInWords(line: Line, names: Readonly<Record<string, string>>): { what: string; details: string } {
  const what = 'call' in line ? `${line.phase} ${line.op} #${line.call}` : line.op;
  const body = line.phase === 'invoke' ? line.args : 'result' in line ? line.result : 'error' in line ? line.error : {};
  return { what, details: cut(pairs(body ?? {}, names)) };
}

function pairs(value: object, names: Readonly<Record<string, string>>): string {
  return Object.entries(value)
    .filter(([key, inner]) => inner !== null && inner !== undefined && !NOISE.has(key))
    .map(([key, inner]) => `${key} ${word(inner, names)}`)
    .join(' · ');
}

function word(value: unknown, names: Readonly<Record<string, string>>): string {
  if (typeof value === 'string') return names[value] ?? (ID.test(value) ? `…${value.slice(-8)}` : value);
  if (Array.isArray(value)) {
    const few = value.slice(0, 4).map((inner) => word(inner, names));
    return `[${few.join(', ')}${value.length > 4 ? `, … ${value.length} in all` : ''}]`;
  }
  return typeof value === 'object' && value !== null ? `(${pairs(value, names)})` : String(value);
}

const cut = (text: string): string => (text.length > MOST ? `${text.slice(0, MOST)}…` : text);
