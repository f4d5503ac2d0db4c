import { inParallel } from '../../../scripts/replay/patience.js';
import type { World } from '../driver/world.js';
import type { Workload } from './workload.js';

/** Longer than anybody without a device may be shown as being there (`presenceMs` of the run), and what telling it takes. */
const GONE_MS = 40_000;
const HERE_MS = 4_000;
const FRIENDS = 6;
const AT_ONCE = 2;

/** One who goes with everything he has, for longer than he may seem to be there, while others look for him and for one who stays. */
export async function absences(world: World): Promise<Workload> {
  const { random, people, hermit, host } = world;
  const others = random.some(people.slice(people.indexOf(host) + 1), FRIENDS);
  const room = await world.group(host, [hermit, ...others], 'joined');
  // The others talk in it; he says nothing and is asked for nothing.
  room.people.delete(hermit);
  const { client } = hermit.devices[0]!;
  const wanted = [hermit.id, host.id];
  const look = () => inParallel([...room.people], AT_ONCE, ({ devices }) => devices[0]!.lookFor(wanted));
  let backAt = 0;
  let away: Promise<void> | null = null;

  async function go(): Promise<void> {
    await look();
    client.disconnect();
    backAt = performance.now() + GONE_MS;
    do {
      if (!(await world.pause(backAt - performance.now()))) break;
      await look();
    } while (performance.now() < backAt);
    // Resolves when everything is caught up, which a fault may keep it from for long.
    client.connect().catch(() => undefined);
    backAt = performance.now();
    away = null;
  }

  return {
    id: 'absences',
    what: 'one who is gone for longer than he may seem to be there',
    weight: 1,
    step: async () => {
      if (performance.now() > backAt + HERE_MS) await (away ??= go());
    },
    // Whoever went while a fault was on stays away: that he is told of as gone is what a fault may have spoilt.
    calm: () => {
      backAt = performance.now() + GONE_MS;
      return (away ??= go());
    },
  };
}
