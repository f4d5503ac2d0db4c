import { expect, it } from 'vitest';
import { ParleyError } from '../../../sdk/index.js';
import { Asking } from '../driver/asking.js';
import { Device } from '../driver/device.js';
import type { Person } from '../driver/person.js';
import type { Recorder } from '../driver/recorder.js';
import type { World } from '../driver/world.js';
import { readDevices } from './devices.js';

const TOLD = ['a', 'b'];
const none = () => Promise.reject(ParleyError.local('client.network', 'No'));

/** What is noted of devices that end in these states; nobody is signed in on them. */
async function read(...phases: Array<'live' | 'catching-up'>): Promise<Array<[string, unknown, unknown]>> {
  const noted: Array<[string, unknown, unknown]> = [];
  const final = (op: string, result: unknown, { device }: { device?: string }) => void noted.push([op, device, result]);
  const recorder = { final, mark: () => undefined } as unknown as Recorder;
  const devices = phases.map((phase, i) => {
    const options = { process: 'u1', urls: ['http://127.0.0.1:1'], recorder, delivered: false, receipts: false };
    const device = new Device({ ...options, name: `u1/${i}` });
    Object.assign(device.client, { connection: { get: () => ({ phase }) } });
    return device;
  });
  const list = async () => ({ items: TOLD.map((id) => ({ id })) });
  const [silent, node] = ['node-1', 'node-2'].map((name) => ({ name, url: '' }));
  const rest = (at: typeof node) => ({ api: { conversations: { list: at === silent ? none : list } } });
  const person = { name: 'u1', devices, anyNode: () => silent, rest };
  const world = {
    recorder,
    everybody: [person as unknown as Person],
    rooms: [{ id: 'a' }],
    places: { nodes: [silent, node] },
  };
  await readDevices(world as unknown as World, new Asking(recorder, 100), 100);
  // They are read side by side.
  return noted.sort(([, one], [, other]) => String(one).localeCompare(String(other)));
}

it('is noted of one that lists nothing, and of one that is not there', async () => {
  expect(await read('live', 'catching-up')).toEqual([
    ['device', 'u1/0', { live: true, listed: [], told: TOLD }],
    ['device', 'u1/1', { live: false, listed: [], told: TOLD }],
  ]);
});
