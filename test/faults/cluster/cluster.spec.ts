import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { Cluster } from './cluster.js';
import { NotBack } from './not-back.js';

const WITHIN_MS = 100;

await describeWith('postgres', 'a cluster with nodes that are down', () => {
  let database: FreshDatabase;
  beforeAll(async () => void (database = await freshDatabase()));
  afterAll(() => database?.drop());

  /** Nodes that all are down; those that are named stay so. */
  function clusterOf(...broken: number[]) {
    const marks: unknown[][] = [];
    const nodes = [0, 1, 2].map((n) => ({
      ...{ alive: false, pid: n },
      async restart(this: { alive: boolean }) {
        if (broken.includes(n)) throw new Error('it did not start');
        this.alive = true;
      },
    }));
    const cluster: Cluster = Object.assign(Object.create(Cluster.prototype) as Cluster, {
      ...{ stack: { nodes, postgres: { url: database.url } }, links: [], fronts: [] },
      recorder: { mark: (...mark: unknown[]) => void marks.push(mark) },
      handles: { clocks: [], expected: new Set() },
    });
    return { cluster, marks, up: () => nodes.flatMap(({ alive }, n) => (alive ? [n] : [])) };
  }

  it('starts all of them that start, and says which did not come back', async () => {
    const { cluster, marks, up } = clusterOf(1);
    await cluster.heal(WITHIN_MS);
    expect(up()).toEqual([0, 2]);
    expect(marks).toHaveLength(3);
    expect(marks).toContainEqual([
      'not-back',
      { because: `waited ${WITHIN_MS} ms in vain until node-2 stays` },
      'node-2',
    ]);
    expect(marks).toContainEqual(['start', { pid: 2 }, 'node-3']);
  });

  it('tells a fault so when it is through with the others', async () => {
    const { cluster, up } = clusterOf(0);
    const reviving = cluster.reviveAll([0, 1, 2], WITHIN_MS);
    await expect(reviving).rejects.toMatchObject({ who: 'node-1' });
    await expect(reviving).rejects.toBeInstanceOf(NotBack);
    expect(up()).toEqual([1, 2]);
  });
});
