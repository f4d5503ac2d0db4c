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

/** Everybody signed up and connected, with nothing to talk in yet. */
export async function begin({ tag, users, devices, places, recorder, random, epoch }: BeginOptions): Promise<World> {
  const people = Array.from({ length: users }, (_, i) => {
    const name = `u${i}`;
    return new Person({ name, seed: tag, devices, places, recorder, random: random.fork(name) });
  });
  await inParallel(people, AT_ONCE, (person) => person.begin());
  return new World(people, places, recorder, random.fork('world'), epoch);
}
