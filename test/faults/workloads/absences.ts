import { inParallel } from '../../../scripts/replay/patience.js';
import type { World } from '../driver/world.js';
import type { Workload } from './workload.js';

/** Longer than anybody without a device may be shown as being there (`presenceMs` of the run), and what telling it takes. */
const GONE_MS = 42_000;
const HERE_MS = 4_000;
const FRIENDS = 6;
const AT_ONCE = 2;

/** One who goes with everything he has, for longer than he may seem to be there, while others look. */
export async function absences(world: World): Promise<Workload> {
  const { random, people, hermit } = world;
  const room = await world.group(people[8]!, [hermit, ...random.some(people.slice(9), FRIENDS)], 'joined');
  // The others talk in it; he says nothing and is asked for nothing.
  room.people.delete(hermit);
  const { client } = hermit.devices[0]!;
  const look = () => inParallel([...room.people], AT_ONCE, ({ devices }) => devices[0]!.lookFor([hermit.id]));
  let away = false;
  return {
    id: 'absences',
    what: 'one who is gone for longer than he may seem to be there',
    weight: 1,
    step: async () => {
      if (away) return;
      away = true;
      await look();
      client.disconnect();
      if (await world.pause(GONE_MS)) await look();
      // Resolves when everything is caught up, which a fault may keep it from for long.
      client.connect().catch(() => undefined);
      await world.pause(HERE_MS);
      away = false;
    },
  };
}
