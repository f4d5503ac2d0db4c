import { inParallel } from '../../../scripts/replay/patience.js';
import type { Room } from '../driver/room.js';
import type { World } from '../driver/world.js';
import { absences } from './absences.js';
import { churn } from './churn.js';
import { crowd } from './crowd.js';
import { cursors } from './cursors.js';
import { flapping } from './flapping.js';
import { idle } from './idle.js';
import { lists } from './lists.js';
import { pairs } from './pairs.js';
import { pipelined } from './pipelined.js';
import { probing } from './probing.js';
import { retries } from './retries.js';
import { revisions } from './revisions.js';
import { sessions } from './sessions.js';
import type { Workload } from './workload.js';

const AT_ONCE = 4;

/** Every kind of traffic there is (W6 waits for files), in a mix that the seed shakes: each from half to one and a half of its weight. */
export async function workloads(world: World): Promise<Workload[]> {
  const rooms = [
    await pairs(world, world.people.length),
    await crowd(world),
    await churn(world),
    await revisions(world),
    await retries(world),
    await absences(world),
  ];
  await inParallel(world.rooms, AT_ONCE, openTimelines);
  const others = [flapping, cursors, idle, lists, pipelined, probing, sessions].map((make) => make(world));
  return [...rooms, ...others].map((one) => ({ ...one, weight: one.weight * (0.5 + world.random.next()) }));
}

/** Everybody looks at everything on the first device: it has to fold what happens into what it shows, to the end. */
async function openTimelines({ id, people }: Room): Promise<void> {
  for (const { devices } of people) await devices[0]!.client.timeline(id).open();
}
