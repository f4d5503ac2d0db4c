import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Fault } from './nemesis/fault.js';
import { FAULTS, QUICK } from './nemesis/faults/index.js';
import { Random } from './driver/random.js';
import { takesProxy } from './outside.js';
import { PLANTED_BUGS, type PlantName } from './planted/bugs.js';
import type { RunOptions } from './run.js';

export type Options = Omit<RunOptions, 'say' | 'progress'> & {
  /** Instead of one run: one for each of these bugs, null being none. */
  planted?: Array<PlantName | null>;
};

const NOTHING = 'nothing';

const USAGE = `
  npm run check:guarantee -- [--set=quick|full] [--slice=1/8] [--seed=<text>] [--faults=F01,F11]
    [--sends=5000] [--minutes=8] [--users=24] [--devices=2] [--rate=80] [--rest=4] [--calm=yes|no]
    [--out=<folder>] [--url=<address of a node>]… [--database-url=<of that deployment>]
  npm run check:guarantee -- --planted=all|<bug>,<bug> [--seed=<text>] [--out=<folder>]

Without --url it starts Postgres, Redis, Kafka and three nodes of its own. With it, nothing of the deployment is touched: only
what clients can do is done to it, over a line of ours; to https:// there is none, and so no fault.
--minutes is for the sends: the faults, and the calm after them in which presence is judged, take what they take.
--slice takes that part of the set, for runs that fit into ten minutes.
--planted puts a bug into the nodes and looks whether it is found, one after the other: ${[...Object.keys(PLANTED_BUGS), NOTHING].join(', ')}.
Faults: `;

export class BadOptions extends Error {}

/** The command line as a run. */
export function optionsFrom(args: readonly string[]): Options {
  const { values, tokens } = parse(args);
  const number = (name: 'sends' | 'minutes' | 'users' | 'devices' | 'rate' | 'rest', least: number) => {
    const value = Number(values[name]);
    if (!(value >= least)) throw bad(`--${name} takes a number from ${least}`);
    return value;
  };
  const seed = values.seed ?? randomBytes(4).toString('hex');
  const length = oneOf(values.set, ['quick', 'full'], '--set');
  const urls = values.url.map(address);
  const faults = sliced(chosen(values.faults, length, urls), values.slice, seed);
  return {
    ...{ seed, length, faults },
    sends: number('sends', 0),
    minutes: number('minutes', 0.1),
    // The tests of retries, revisions and churn need people to be different ones.
    users: number('users', 12),
    devices: number('devices', 1),
    rate: number('rate', 1),
    restSeconds: number('rest', 0),
    calm: oneOf(values.calm, ['yes', 'no'], '--calm') === 'yes',
    out: resolve(values.out ?? join('.cache', 'faults', `${seed}-${Date.now()}`)),
    outside: urls.length > 0 ? { urls, databaseUrl: values['database-url'] } : undefined,
    ...(values.planted === undefined ? {} : { planted: bugs(values.planted) }),
    replay: `npm run check:guarantee -- ${replayed(tokens, seed)}`,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      tokens: true,
      options: {
        set: { type: 'string', default: 'quick' },
        slice: { type: 'string', default: '1/1' },
        seed: { type: 'string' },
        faults: { type: 'string' },
        sends: { type: 'string', default: '5000' },
        minutes: { type: 'string', default: '8' },
        users: { type: 'string', default: '24' },
        devices: { type: 'string', default: '2' },
        rate: { type: 'string', default: '80' },
        rest: { type: 'string', default: '4' },
        calm: { type: 'string', default: 'yes' },
        out: { type: 'string' },
        planted: { type: 'string' },
        url: { type: 'string', multiple: true, default: [] },
        'database-url': { type: 'string' },
      },
    });
  } catch (error) {
    throw bad((error as Error).message);
  }
}

function address(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/u.test(new URL(url).protocol))
    throw bad('--url takes the address of a node, such as http://10.0.0.1:3000');
  return url.replace(/\/+$/u, '');
}

function chosen(named: string | undefined, length: 'quick' | 'full', urls: readonly string[]): Fault[] {
  const outside = urls.length > 0;
  const possible = FAULTS.filter(({ fromOutside }) => !outside || (fromOutside && urls.some(takesProxy)));
  if (named === undefined) return possible.filter(({ id }) => outside || length === 'full' || QUICK.includes(id));
  return named
    .split(',')
    .filter(Boolean)
    .map((id) => {
      const fault = possible.find((one) => one.id === id.trim().toUpperCase());
      if (!fault)
        throw bad(
          `there is no fault ${id}${outside ? ` that can be done to ${urls.join(', ')}` : ''}${list(possible)}`,
        );
      return fault;
    });
}

const list = (faults: readonly Fault[]): string =>
  `; there are\n${faults.map(({ id, name }) => `  ${id}  ${name}`).join('\n')}`;

/** `n/m`: every m-th of them from the n-th on, in an order that the seed shuffles. */
function sliced(faults: Fault[], slice: string, seed: string): Fault[] {
  const [n, m] = (/^(\d+)\/(\d+)$/.exec(slice) ?? []).slice(1).map(Number) as [number?, number?];
  if (!n || !m || n > m) throw bad('--slice takes a part such as 2/8');
  return new Random(`${seed}/order`).some(faults, faults.length).filter((_, i) => i % m === n - 1);
}

function bugs(named: string): Array<PlantName | null> {
  const all = Object.keys(PLANTED_BUGS) as PlantName[];
  if (named === 'all') return [null, ...all];
  return named.split(',').map((name) => (name === NOTHING ? null : oneOf(name, all, '--planted')));
}

function oneOf<T extends string>(given: string, allowed: readonly T[], name: string): T {
  const found = allowed.find((one) => one === given);
  if (!found) throw bad(`${name} takes ${allowed.join(' or ')}`);
  return found;
}

/** Stands for an address with a password: the command goes into the history and every report. */
const UNSAID = 'postgres://…';

/** The same command as it was understood, with its seed, and without the folder that is full now. */
function replayed(tokens: ReturnType<typeof parse>['tokens'], seed: string): string {
  const given = tokens.flatMap((token) => {
    if (token.kind !== 'option' || token.name === 'seed' || token.name === 'out') return [];
    return [`--${token.name}=${token.name === 'database-url' ? UNSAID : token.value}`];
  });
  return [...given, `--seed=${seed}`].map(quoted).join(' ');
}

/** As a shell takes it for one word. */
const quoted = (word: string): string => (/^[\w=:,./@…-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

const bad = (problem: string): BadOptions =>
  new BadOptions(`${problem}\n${USAGE}${FAULTS.map(({ id, name }) => `\n  ${id} ${name}`).join('')}`);
