import type { Mark } from '../history/index.js';
import type { Invariant } from './invariant.js';

export const I24: Invariant = {
  id: 'I24',
  sentence: 'At most one relay per shard acts; the fencing number in published headers never decreases',
  unit: 'leases and records',
  *check({ history }, tally) {
    let leases = new Map<number, Mark<'lease'>>();
    const restores = history.marks('restore').map(({ t }) => t);
    for (const line of history.marks('lease')) {
      tally.looked += 1;
      // A restored database has the leases of its own time, and what was published is published anew.
      if (restores[0] !== undefined && line.t > restores[0]) {
        restores.shift();
        leases = new Map();
      }
      const { shard, fencing, owner } = line.result;
      const before = leases.get(shard);
      leases.set(shard, line);
      if (!before) continue;
      const { fencing: was, owner: whose } = before.result;
      const stolen = fencing === was && owner !== null && whose !== null && owner !== whose;
      if (fencing >= was && !stolen) continue;
      const says = stolen
        ? `shard ${shard} changed hands under the same fencing number ${fencing}`
        : `the fencing number of shard ${shard} went from ${was} to ${fencing}`;
      yield { anomaly: 'split brain', says, numbers: { shard, was, fencing }, focus: { lines: [before, line] } };
    }
    // Records of one shard lie in many partitions; between those there is no order.
    const published = new Map<string, number>();
    for (const line of history.finals('record')) {
      const { topic, partition, shard, fencing, seq, key } = line.result;
      if (typeof shard !== 'number' || typeof fencing !== 'number') continue;
      tally.looked += 1;
      const place = `${topic}/${partition}/${shard}`;
      const was = published.get(place) ?? 0;
      published.set(place, Math.max(was, fencing));
      if (fencing >= was) continue;
      const says = `shard ${shard} was published under fencing number ${fencing} after ${was} (${topic}/${partition})`;
      const numbers = { shard, was, fencing };
      yield { anomaly: 'split brain', says, numbers, focus: { conversationId: key, seqs: [seq], lines: [line] } };
    }
  },
};
