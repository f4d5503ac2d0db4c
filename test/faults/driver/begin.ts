import { inParallel } from '../../../scripts/replay/patience.js';
import { Person, type Places } from './person.js';
import type { Random } from './random.js';
import type { Recorder } from './recorder.js';
import { World } from './world.js';

export interface BeginOptions {
  /** What tokens and usernames carry. */
  tag: string;
  users: number;
  devices: number;
  places: Places;
  recorder: Recorder;
  random: Random;
  epoch: string;
}

const AT_ONCE = 4;

/** Everybody signed up and connected, with nothing to talk in yet. The last one is the hermit. */
export async function begin({ tag, users, devices, places, recorder, random, epoch }: BeginOptions): Promise<World> {
  const everybody = Array.from({ length: users + 1 }, (_, i) => {
    const name = `u${i}`;
    const own = i === users ? 1 : devices;
    return new Person({ name, seed: tag, devices: own, places, recorder, random: random.fork(name) });
  });
  await inParallel(everybody, AT_ONCE, (person) => person.begin());
  const people = everybody.slice(0, users);
  return new World(people, everybody[users]!, places, recorder, random.fork('world'), epoch);
}
