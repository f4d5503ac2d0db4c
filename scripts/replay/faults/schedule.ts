import { setTimeout as delay } from 'node:timers/promises';
import type { Stack } from '../../parts/stack.js';
import type { Acts } from './acts.js';

/** One fault as it really was, in `performance.now()`. */
export interface Fault {
  name: FaultName;
  what: string;
  began: number;
  /** When it was taken back and the part answered again. */
  healed: number;
  /** The node that is away. */
  node?: string;
}

export type FaultName = 'node' | 'redis-killed' | 'redis-frozen' | 'kafka';

export interface FaultTimes {
  /** Seconds each is away before it is started again; 0: that fault is left out. */
  node: number;
  redisKilled: number;
  redisFrozen: number;
  kafka: number;
  /** Seconds of plain traffic before the first, between two, and needed after the last. */
  rest: number;
}

interface Plan {
  name: FaultName;
  what: string;
  node?: string;
  seconds: number;
  begin: () => Promise<void>;
  end: () => Promise<void>;
}

/** How many acts `inflict` will have. */
export function actsOf(times: FaultTimes): number {
  const { rest: _, ...away } = times;
  return 1 + 2 * Object.values(away).filter((seconds) => seconds > 0).length;
}

/** One after the other, with rest between, so that what each does can be told apart. */
export async function inflict(
  stack: Stack,
  times: FaultTimes,
  acts: Acts,
  say: (line: string) => void,
): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const { name, what, node, seconds, begin, end } of planned(stack, times)) {
    await delay(times.rest * 1000);
    say(`  ${what} for ${seconds} s`);
    const began = performance.now();
    await begin();
    acts.next();
    await delay(seconds * 1000);
    await end();
    const healed = performance.now();
    acts.next();
    say(`  back after ${((healed - began) / 1000).toFixed(1)} s`);
    faults.push({ name, what, began, healed, node });
  }
  await delay(times.rest * 1000);
  return faults;
}

export const VICTIM = 1;

function planned({ nodes, redis, kafka }: Stack, times: FaultTimes): Plan[] {
  const victim = nodes[Math.min(VICTIM, nodes.length - 1)]!;
  const plans: Plan[] = [
    {
      name: 'node',
      what: `${victim.url} is killed with -9`,
      node: victim.url,
      seconds: times.node,
      begin: () => victim.kill('SIGKILL'),
      end: () => victim.restart(),
    },
    {
      name: 'redis-killed',
      what: 'Redis is killed with -9',
      seconds: times.redisKilled,
      begin: () => redis.kill('SIGKILL'),
      end: () => redis.restart(),
    },
    {
      name: 'redis-frozen',
      what: 'Redis is frozen (SIGSTOP)',
      seconds: times.redisFrozen,
      begin: () => redis.kill('SIGSTOP'),
      end: () => redis.kill('SIGCONT'),
    },
    {
      name: 'kafka',
      what: 'Kafka is stopped',
      seconds: times.kafka,
      begin: () => kafka.kill('SIGTERM'),
      end: () => kafka.restart(),
    },
  ];
  return plans.filter(({ seconds }) => seconds > 0);
}
