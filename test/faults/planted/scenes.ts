import { f34 } from '../nemesis/faults/f34-restored.js';
import { f37 } from '../nemesis/faults/f37-clients-reset.js';
import type { RunOptions } from '../run.js';
import type { PlantName } from './bugs.js';

type Scene = Omit<RunOptions, 'seed' | 'out' | 'plant' | 'replay' | 'say' | 'signal' | 'progress'>;

const SCENE: Scene = {
  ...{ faults: [], length: 'quick', restSeconds: 0, users: 12, devices: 2, rate: 50 },
  // By the clock, whatever is acked: a bug may keep acks from coming.
  ...{ sends: Infinity, minutes: 0.4, calm: false },
  // What a bug has lost does not come, however long one waits.
  quiesceMs: 20_000,
};

const OTHERS: Partial<Record<PlantName, Partial<Scene>>> = {
  'reuse-after-restore': { faults: [f34], minutes: 0.7 },
  // Everybody has to come back: who is live when he is refused stays so, and only lacks what came later.
  'refuse-resume': { faults: [f37] },
  'lose-edit': { minutes: 0.7 },
  'lose-removal': { minutes: 0.7 },
  'resurrect-delete': { minutes: 0.7 },
  'accept-revoked': { minutes: 0.7 },
  'ghost-presence': { calm: true },
  'lose-last-event': { users: 20 },
};

/** The shortest run in which a bug shows; without one, a run in which nothing may. */
export const sceneFor = (bug: PlantName | null): Scene => ({
  ...SCENE,
  // Without one the run has to have something to look at for every invariant.
  ...(bug ? OTHERS[bug] : { quiesceMs: undefined, minutes: 1, calm: true }),
});
