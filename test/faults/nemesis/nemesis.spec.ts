import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { NotBack } from '../cluster/not-back.js';
import { Random } from '../driver/random.js';
import type { Recorder } from '../driver/recorder.js';
import type { Fault, Injected, OwnScene, Scene } from './fault.js';
import { FAULTS } from './faults/index.js';
import { inflict } from './nemesis.js';
import { Again } from './tools/again.js';
import { isAhead } from './tools/clock.js';

/** A fault that stays for no time. */
const fault = (more: Partial<Fault> & { bit?: Injected['bit'] }, heal: () => void = () => undefined): Fault => ({
  ...{ id: 'F00', name: 'nothing', expected: 'nothing', seconds: { quick: 0, full: 0 } },
  inject: async () => ({ target: 'node-1', bit: more.bit ?? (() => 1), heal: async () => heal() }),
  ...more,
});

async function marksOf(...faults: Fault[]): Promise<unknown[][]> {
  const marks: unknown[][] = [];
  const recorder = { mark: (...mark: unknown[]) => void marks.push(mark) } as unknown as Recorder;
  const scene = { say: () => undefined, fronts: [], random: new Random('any') } as unknown as Scene;
  await inflict(scene, { faults, length: 'quick', restSeconds: 0 }, recorder);
  return marks;
}

describe('what is noted of a fault', () => {
  it('is what it hit and how often, asked while it is on', async () => {
    let on = true;
    const bit = async () => (on ? 3 : 0);
    expect(await marksOf(fault({ bit }, () => (on = false)))).toEqual([
      ['fault-start', { id: 1, fault: 'F00', what: 'nothing' }],
      ['fault-heal', { id: 1, target: 'node-1', bit: 3 }],
    ]);
  });

  it('is why it was left out', async () => {
    const marks = await marksOf(fault({ impossible: async () => 'only root may' }), fault({ id: 'F02' }));
    expect(marks).toEqual([
      ['fault-left-out', { fault: 'F00', what: 'nothing', because: 'only root may' }],
      ['fault-start', { id: 2, fault: 'F02', what: 'nothing' }],
      ['fault-heal', { id: 2, target: 'node-1', bit: 1 }],
    ]);
  });

  it('is what did not come back, and that nothing more was done then', async () => {
    const back = () => {
      throw new NotBack('node-2', 'it was not ready');
    };
    const marks = await marksOf(fault({}, back), fault({ id: 'F02' }));
    expect(marks).toEqual([
      ['fault-start', { id: 1, fault: 'F00', what: 'nothing' }],
      ['not-back', { because: 'it was not ready' }, 'node-2'],
      ['fault-left-out', { fault: 'F02', what: 'nothing', because: 'node-2 had not come back' }],
    ]);
  });

  it('takes it back all the same when nobody can say how often it bit', async () => {
    let healed = false;
    const bit = () => Promise.reject(new Error('no answer'));
    await expect(marksOf(fault({ bit }, () => (healed = true)))).rejects.toThrow('no answer');
    expect(healed).toBe(true);
  });
});

it.each(['F36', 'F37', 'F41'])('leaves %s out where users are not led over lines of ours', async (id) => {
  const { inject, ...one } = FAULTS.find((known) => known.id === id)!;
  const marks = await marksOf({ ...one, inject: () => inject({} as OwnScene) });
  expect(marks).toEqual([['fault-left-out', expect.objectContaining({ fault: id })]]);
});

describe('what is done again and again', () => {
  it('counts the turns that succeeded, one at a time', async () => {
    let [turns, atOnce, most] = [0, 0, 0];
    const again = new Again(1, async () => {
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setTimeout(resolve, 5));
      atOnce -= 1;
      if (++turns % 2 === 0) throw new Error('every second one fails');
      return 10;
    });
    await expect.poll(() => turns).toBeGreaterThan(5);
    await again.stop();
    expect(most).toBe(1);
    expect(again.count).toBe(10 * Math.ceil(turns / 2));
    const over = turns;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(turns).toBe(over);
  });
});

describe('the clock of a node', () => {
  it('is what its answers say', async () => {
    let ahead = 3_600;
    const server = createServer((_, answer) => {
      answer.setHeader('date', new Date(Date.now() + ahead * 1_000).toUTCString()).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const node = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    try {
      expect(await isAhead(node, 3_600)).toBe(true);
      ahead = -600;
      expect(await isAhead(node, -600)).toBe(true);
      ahead = 0;
      expect(await isAhead(node, 30)).toBe(false);
    } finally {
      server.close();
    }
  });
});
