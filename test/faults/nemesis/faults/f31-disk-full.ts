import { until } from '../../../../scripts/parts/until.js';
import type { Cluster } from '../../cluster/cluster.js';
import { asAdmin, dataFolder } from '../tools/admin.js';
import { Again } from '../tools/again.js';
import type { Fault } from '../fault.js';

const EVERY_MS = 250;

export const f31: Fault = {
  id: 'F31',
  name: 'the disk of the database is full',
  seconds: { quick: 8, full: 20 },
  expected: 'sends are refused for now; reads work if they can; nothing acked is lost; 10 s after there is space',
  needs: { disk: true },
  async impossible({ cluster }) {
    if (!cluster.disk) return 'a disk that can be filled is mounted, which only root may';
    const folder = await dataFolder(cluster);
    return folder.startsWith(cluster.disk.folder) ? null : `the database keeps its files elsewhere, in ${folder}`;
  },
  async inject({ cluster }) {
    const disk = cluster.disk!;
    // What the database gives back is taken, too.
    const filled = new Again(EVERY_MS, () => disk.fill().then(() => 1));
    await filled.turned();
    return {
      bit: () => filled.count,
      heal: async () => {
        await filled.stop();
        await disk.free();
        await untilPostgresAnswers(cluster);
      },
    };
  },
};

/** A database that found no room for its own log ends itself, and is started again by whoever made the room. */
async function untilPostgresAnswers(cluster: Cluster): Promise<void> {
  const { postgres } = cluster.stack;
  await until('Postgres answers', 60_000, async () => {
    if (!postgres.alive) await postgres.restart();
    await (await asAdmin(cluster)).end();
    return true;
  });
}
