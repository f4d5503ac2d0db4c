import { expect, it } from 'vitest';
import { Devices } from './devices.js';

it('is away only when every socket of the device is, and was heard when any of them was', () => {
  const devices = new Devices();
  devices.came('u', 'd', 's1', 10);
  devices.came('u', 'd', 's2', 20);
  devices.setAway('u', 'd', 's1', true);
  expect(devices.state('u', 'd')).toMatchObject({ away: false, heardAt: 20 });
  devices.setAway('u', 'd', 's2', true);
  devices.heard('u', 'd', 's1', 30);
  expect(devices.state('u', 'd')).toMatchObject({ away: true, heardAt: 30 });
});

it('is gone with its last socket, once, and a late sign of life does not bring it back', () => {
  const devices = new Devices();
  devices.came('u', 'd', 's1', 1);
  devices.came('u', 'd', 's2', 1);
  expect(devices.gone('u', 'd', 's1')).toBe(false);
  expect(devices.gone('u', 'd', 's1')).toBe(false);
  expect(devices.gone('u', 'd', 's2')).toBe(true);
  devices.heard('u', 'd', 's2', 2);
  devices.setAway('u', 'd', 's2', true);
  expect(devices.state('u', 'd')).toBeNull();
  expect([...devices]).toEqual([]);
});

it('keeps the devices of users apart', () => {
  const devices = new Devices();
  devices.came('u', 'd', 's1', 1);
  devices.came('v', 'd', 's2', 1);
  expect(devices.gone('u', 'd', 's1')).toBe(true);
  expect([...devices].map((d) => d.userId)).toEqual(['v']);
});
