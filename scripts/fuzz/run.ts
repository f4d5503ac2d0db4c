import fc from 'fast-check';
import type { Target } from './target.js';
import { administrator, World } from './world.js';

/** One kind of input. */
export interface Part<T> {
  name: string;
  values: fc.Arbitrary<T>;
  /** Sends one; what is wrong with what came back, or null. `lane` keeps what follows one after the other apart. */
  send(value: T, world: World, lane: number): Promise<string | null>;
  /** After each slice: let go of sockets and the like. */
  rest?(): void;
  /** As somebody would have to type it. */
  show(value: T, world: World): string;
}

export interface Plan {
  seed: number;
  /** How many values. */
  count: number;
  /** Values per slice: each has a world and a seed of its own, so that one slice alone can be run again. */
  perSlice: number;
  lanes: number;
  /** Number of the first slice: a long run can be done in several. */
  from: number;
  /** Only this slice, one value after the other, the process looked at after each. */
  only?: number;
  progress?: (done: number) => void;
}

/** What was found, as small as fast-check could make it. */
export class Finding extends Error {
  constructor(part: string, plan: Plan, slice: number, what: string, minimal: string) {
    const again = `npm run fuzz -- --only ${part} --seed ${plan.seed} --slice ${slice}`;
    super(`${part}: ${what}\n  minimal: ${minimal}\n  again:   ${again}`);
  }
}

const SHRINK_MS = 20_000;
const seedOf = (seed: number, slice: number) => (Math.imul(seed, 1_000_003) + slice) | 0;

/** Sends everything the plan asks for; answers how many. @throws Finding at the first thing that is wrong. */
export async function run<T>(part: Part<T>, target: Target, plan: Plan): Promise<number> {
  const admin = await administrator(target.url);
  const first = plan.only ?? plan.from;
  const slices = plan.only === undefined ? first + Math.ceil(plan.count / plan.perSlice) : first + 1;
  let sent = 0;
  for (let slice = first; slice < slices; slice++) {
    const world = await World.make(target.url, admin);
    const size = plan.only === undefined ? Math.min(plan.perSlice, plan.count - sent) : plan.perSlice;
    const values = fc.sample(part.values, { seed: seedOf(plan.seed, slice), numRuns: size });
    await runSlice(part, target, plan, slice, values, world);
    part.rest?.();
    sent += size;
    plan.progress?.(sent);
  }
  return sent;
}

/** Values between two looks at who is still signed in. */
const REVIVE_EVERY = 250;

async function runSlice<T>(part: Part<T>, target: Target, plan: Plan, slice: number, values: T[], world: World) {
  const careful = plan.only !== undefined;
  let next = 0;
  let found: { index: number; fault: string } | undefined;
  const lane = async (number: number, until: number): Promise<void> => {
    while (next < until && !found) {
      const index = next++;
      const fault = await part.send(values[index]!, world, number).catch((error: unknown) => String(error));
      const problems = careful || fault !== null ? await target.problems() : [];
      if (fault !== null || problems.length > 0)
        found ??= { index, fault: [fault, ...problems].filter(Boolean).join('; ') };
    }
  };
  while (next < values.length && !found) {
    const until = Math.min(values.length, next + REVIVE_EVERY);
    await Promise.all(Array.from({ length: careful ? 1 : plan.lanes }, (_, number) => lane(number, until)));
    if (!found) await world.revive();
  }
  if (found) {
    const smallest = await shrink(part, plan, slice, found.index, values[found.index]!, world);
    throw new Finding(part.name, plan, slice, found.fault, part.show(smallest, world));
  }
  const problems = await target.problems();
  if (problems.length > 0)
    throw new Finding(
      part.name,
      plan,
      slice,
      problems.join('; '),
      'one of this slice; run it again alone to see which',
    );
}

/** Smaller values of the same kind that still fail, as long as there are any and time is left. */
async function shrink<T>(part: Part<T>, plan: Plan, slice: number, index: number, value: T, world: World): Promise<T> {
  const still = fc.asyncProperty(part.values, async (candidate) => {
    await world.revive();
    return (await part.send(candidate, world, 0)) === null;
  });
  const options = { seed: seedOf(plan.seed, slice), path: String(index), interruptAfterTimeLimit: SHRINK_MS };
  const { counterexample } = await fc.check(still, options).catch(() => ({ counterexample: null }));
  return counterexample?.[0] ?? value;
}
