import { expect, it } from 'vitest';
import type { Device } from './device.js';
import type { Person } from './person.js';
import { untilDevicesAreThere } from './settle.js';
import type { World } from './world.js';

const NEVER_MS = 600_000;

/** One device, in no conversation or in one. */
const worldOf = (device: Partial<Device>, member: boolean) =>
  ({
    everybody: [{ id: 'me', devices: [device] } as unknown as Person],
    rooms: [{ id: 'room', owner: ownerOf(member ? ['me'] : []) }],
  }) as unknown as World;

const ownerOf = (members: string[]) => ({
  anyNode: () => null,
  rest: () => ({
    api: {
      conversations: {
        get: async () => ({ headSeq: 7 }),
        members: async () => ({ items: members.map((userId) => ({ userId })) }),
      },
    },
  }),
});

const at = (appliedSeq: number) => ({ appliedSeq }) as ReturnType<Device['item']>;

it('waits until a member has everything and an ex-member lists nothing any more', async () => {
  let item = at(6);
  const settled = { member: false, other: false };
  const device = { live: true, item: () => item };
  const member = untilDevicesAreThere(worldOf(device, true), NEVER_MS).then(() => (settled.member = true));
  await expect(untilDevicesAreThere(worldOf(device, false), 300)).resolves.toBeUndefined();
  expect(settled.member).toBe(false);
  item = at(7);
  await member;
  const other = untilDevicesAreThere(worldOf(device, false), NEVER_MS).then(() => (settled.other = true));
  await expect(untilDevicesAreThere(worldOf(device, false), 300)).resolves.toBeUndefined();
  expect(settled.other).toBe(false);
  item = null;
  await other;
});

it('waits no longer when the run is stopped', async () => {
  const over = new AbortController();
  const waiting = untilDevicesAreThere(worldOf({ live: false, item: () => null }, false), NEVER_MS, over.signal);
  over.abort();
  await expect(waiting).rejects.toThrow('aborted');
});
