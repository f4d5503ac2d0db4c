import { describe, expect, it } from 'vitest';
import { rooms } from '../drivers/driver.js';
import { Ledger } from './ledger.js';
import { Traffic } from './traffic.js';

const trio = rooms(1, 3);

function sendOne(): Traffic {
  const traffic = new Traffic(trio);
  traffic.attach(0, { open: () => true, send: () => undefined, destroy: () => undefined });
  traffic.send(0);
  return traffic;
}

describe('Traffic after draining', () => {
  it('is clean when everything was answered and reached each other member once', async () => {
    const traffic = sendOne();
    traffic.acked(0, 0);
    for (const user of [0, 1, 2]) traffic.delivered(user, 0, 1);
    expect(await traffic.drain(true, 10)).toEqual([]);
  });

  it('names what is unacked and undelivered', async () => {
    const traffic = sendOne();
    traffic.delivered(1, 0, 1);
    expect(await traffic.drain(true, 10)).toEqual(['1 unacked', '1 undelivered']);
  });

  it('sees a repeat even when another delivery is missing', async () => {
    const traffic = sendOne();
    traffic.acked(0, 0);
    traffic.delivered(1, 0, 1);
    traffic.delivered(1, 0, 1);
    expect(await traffic.drain(true, 10)).toEqual(['1 out of order or repeated']);
  });

  it('lets a message arrive whose outcome the server did not know, once', async () => {
    const traffic = sendOne();
    traffic.refused(0, 0, 'platform.outcome_unknown', true);
    for (const user of [1, 2]) traffic.delivered(user, 0, 1);
    expect(await traffic.drain(true, 10)).toEqual([]);
  });

  it('expects nothing of a refused message', async () => {
    const traffic = sendOne();
    traffic.refused(0, 0, 'platform.overloaded', true);
    expect(await traffic.drain(true, 10)).toEqual([]);
    expect(traffic.refusals).toBe(1);
  });
});

it('Ledger counts per recipient what was lost and what came again', () => {
  const ledger = new Ledger(trio);
  const [first, second] = [ledger.next(0), ledger.next(1)];
  ledger.accepted(first);
  ledger.accepted(second);
  ledger.shown(1, first);
  ledger.shown(1, first);
  ledger.shown(0, second);
  ledger.shown(2, second);
  expect(ledger.account()).toEqual({ expected: 4, lost: 1, twice: 1 });
});
