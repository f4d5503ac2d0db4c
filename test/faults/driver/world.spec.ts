import { expect, it } from 'vitest';
import { ParleyError } from '../../../sdk/index.js';
import type { HistoryWriter } from '../history/index.js';
import type { Person } from './person.js';
import { Random } from './random.js';
import { Recorder } from './recorder.js';
import { World } from './world.js';

it('makes its conversations although the deployment is busy for a moment', async () => {
  const busy = new ParleyError({ code: 'platform.unavailable', title: 'Busy', status: 503 });
  const refusals = [busy, busy];
  const made = async () => {
    const refusal = refusals.pop();
    if (refusal) throw refusal;
    return { id: 'c' };
  };
  const api = { conversations: { direct: made, group: made } };
  const person = { id: 'p', anyNode: () => ({}), rest: () => ({ api, who: { process: 'u0' } }) } as unknown as Person;
  const recorder = new Recorder({ call: () => 1, write: () => undefined } as unknown as HistoryWriter);
  const world = new World([person], person, { fronts: [], nodes: [] }, recorder, new Random('a'), 'e');
  expect((await world.direct(person, person)).id).toBe('c');
  refusals.push(busy);
  expect((await world.group(person, [], 'joined')).id).toBe('c');
});
