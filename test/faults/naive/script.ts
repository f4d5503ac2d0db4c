import { Random } from './random.js';

/** What can happen in a naive run; `a`, `b`, `c` pick who, where and which. */
export const STEPS = [
  'send',
  'retry',
  'conflict',
  'edit',
  'delete',
  'react',
  'unreact',
  'read',
  'delivered',
  'typing',
  'add',
  'remove',
  'leave',
  'title',
  'create',
  'disconnect',
  'connect',
  'crash',
  'revoke',
  'use-session',
  'list',
  'range',
  'backup',
  'restore',
  'pause',
] as const;

export type StepName = (typeof STEPS)[number];

/** How often each is drawn. */
export const WEIGHTS: Record<StepName, number> = {
  ...{ send: 30, retry: 5, conflict: 1, edit: 5, delete: 3, react: 5, unreact: 3, read: 8, delivered: 4, typing: 2 },
  ...{ add: 3, remove: 2, leave: 1, title: 1, create: 1, disconnect: 3, connect: 4, crash: 1, revoke: 1 },
  ...{ 'use-session': 2, list: 2, range: 2, backup: 0.3, restore: 0.3, pause: 0.4 },
};

export interface Step {
  name: StepName;
  a: number;
  b: number;
  c: number;
  /** What becomes of the call on the wire. */
  luck: 'well' | 'request lost' | 'answer lost';
}

/** A script of its own for each seed. */
export function scriptOf(seed: number, length: number, without: readonly StepName[] = []): Step[] {
  const random = new Random(seed);
  const names = STEPS.filter((name) => !without.includes(name));
  const total = names.reduce((sum, name) => sum + WEIGHTS[name], 0);
  const draw = (): StepName => {
    let at = random.next() * total;
    return names.find((name) => (at -= WEIGHTS[name]) < 0) ?? 'send';
  };
  return Array.from({ length }, () => ({
    name: draw(),
    ...{ a: random.below(1 << 16), b: random.below(1 << 16), c: random.below(1 << 16) },
    luck: random.chance(0.85) ? 'well' : random.chance(0.5) ? 'request lost' : 'answer lost',
  }));
}
