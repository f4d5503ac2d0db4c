import type { Fault } from '../fault.js';

/** Of the statements that commit something. */
const SHARE = 0.15;
const COMMITS = /^COMMIT$|INSERT INTO entries/;

export const f32: Fault = {
  id: 'F32',
  name: 'links to Postgres are cut after COMMIT is sent and before its answer',
  seconds: { quick: 10, full: 30 },
  expected: 'the outcome is unknown; a repeat returns the original id and number',
  async inject({ cluster, random }) {
    const lost = () => cluster.links.reduce((sum, link) => sum + link.lost, 0);
    const before = lost();
    for (const link of cluster.links) link.loses = (sql) => COMMITS.test(sql) && random.chance(SHARE);
    return {
      bit: () => lost() - before,
      heal: async () => {
        for (const link of cluster.links) link.loses = () => false;
      },
    };
  },
};
