import type { Marks } from '../history/index.js';
import type { Invariant } from './invariant.js';

type Limits = Marks['run']['limits'];
const BOUNDS: Array<{
  what: 'rssBytes' | 'socketQueue';
  limit: (limits: Limits) => number | undefined;
  words: string;
}> = [
  { what: 'rssBytes', limit: ({ rssBytes }) => rssBytes, words: 'bytes of memory' },
  { what: 'socketQueue', limit: ({ socketQueue }) => socketQueue, words: 'frames waiting for one socket' },
];

export const I23: Invariant = {
  id: 'I23',
  sentence: 'Queues and memory stay within their bounds; backlogs return to nothing after healing',
  unit: 'samples',
  *check({ history }, tally) {
    for (const line of history.marks('sample')) {
      for (const { what, limit, words } of BOUNDS) {
        const [is, most] = [line.result[what], limit(history.run.limits)];
        if (typeof is !== 'number' || most === undefined) continue;
        tally.looked += 1;
        if (is <= most) continue;
        const says = `${line.process} had ${is} ${words}; ${most} are allowed`;
        yield { anomaly: 'unbounded', says, node: line.process, numbers: { is, most }, focus: { lines: [line] } };
      }
    }
    for (const line of history.finals('rest')) {
      tally.looked += 1;
      if (line.result.quietAfterMs !== null) continue;
      yield { anomaly: 'unbounded', says: 'the backlogs never came to rest after healing', focus: { lines: [line] } };
    }
  },
};
