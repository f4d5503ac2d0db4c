import type { BenchPostgres } from '../lib/postgres.js';
import type { WindowTimes } from '../loads/loops.js';

/** What one window of one side gave. A window with faults makes its figure not count. */
export interface Sample {
  values: Record<string, number>;
  faults: string[];
}

/** One of the two (or more) things compared. Everything it needs is built in `start`, so that a side that cannot run stops nobody else. */
export interface Side {
  readonly name: string;
  start(): Promise<void>;
  window(): Promise<Sample>;
  /** Processes of the side that are not children of the runner. */
  pids(): number[];
  stop(): Promise<void>;
}

/** One round: the samples of each side by its name. */
export type Round = Record<string, Sample>;

/** What is compared inside one round: a value of one side with a value of another, or with nothing. */
export interface Comparison {
  how: 'ratio' | 'difference' | 'alone';
  side: string;
  value: string;
  partner?: string;
  /** Where the partner's value has another name. */
  partnerValue?: string;
}

export interface Row {
  /** What is measured, as in the table. */
  what: string;
  partner: string;
  /** Computed inside one round; its median and range over the rounds are the figure. */
  compare: Comparison;
  unit: '×' | 'ms' | 'messages' | '%' | 'each' | 'MiB' | 'MiB/min' | 'µs' | 'users';
  better: 'higher' | 'lower';
  /** In ascending ambition: the floor, the goal, the goal after that. A row without any only informs. */
  marks: { floor?: number; goal?: number; stretch?: number };
}

export interface Context {
  postgres: BenchPostgres;
  times: WindowTimes;
  options: Options;
}

export interface Options {
  rounds: number;
  seconds: number;
  warmupSeconds: number;
  connections: number;
  cycles: number;
  minutes: number;
  only: string[];
}

/** `shared`: everything has both cores. `split`: the load generator has one core, the server and PostgreSQL the other. */
export type Cores = 'shared' | 'split';

export interface Figure {
  name: string;
  title: string;
  cores: Cores;
  /** One window is all: it is too long for rounds and for being repeated when somebody else was busy. */
  once?: boolean;
  /** The server has to be able to count statements. */
  statements?: boolean;
  sides: (context: Context) => Promise<Side[]>;
  rows: Row[];
}

export const ratio = (value: string, side: string, partner: string): Comparison => ({
  how: 'ratio',
  value,
  side,
  partner,
});
export const difference = (value: string, side: string, partner: string): Comparison => ({
  how: 'difference',
  value,
  side,
  partner,
});
export const alone = (value: string, side: string): Comparison => ({ how: 'alone', value, side });

export const valueOf = (round: Round, side: string | undefined, value: string): number =>
  side === undefined ? NaN : (round[side]?.values[value] ?? NaN);

export function compareIn(round: Round, c: Comparison): number {
  const own = valueOf(round, c.side, c.value);
  if (c.how === 'alone') return own;
  const other = valueOf(round, c.partner, c.partnerValue ?? c.value);
  return c.how === 'ratio' ? own / other : own - other;
}
