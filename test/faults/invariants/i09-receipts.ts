import type { CursorView } from '../../../src/contract/index.js';
import type { Final } from '../history/index.js';
import { listIn } from '../model/history.js';
import { type Finding, looked, nameOf, short, type Tally, type World } from './invariant.js';

export const RECEIPTS = 'messaging.receipt-history';

type Move = CursorView & { userId: string; conversationId: string };

const keyOf = ({ userId, conversationId, deliveredSeq, readSeq }: Move): string =>
  `${userId} ${conversationId} ${deliveredSeq} ${readSeq}`;

/**
 * Each move of a pointer, an entry of the user's own log, is one row of the history of receipts, and there are no others. Nothing ever takes
 * a row away, and what retention takes from the log is older than a run. Moves to one place share a row: it has no more of them.
 */
export function* receipts(world: World, tally: Tally): Iterable<Finding> {
  if (!world.history.results('all-read').some(({ what }) => what === 'receipts')) return;
  const rows = new Map<string, Array<Final<'receipt-row'>>>();
  for (const line of world.history.finals('receipt-row')) listIn(rows, keyOf(line.result)).push(line);
  const wanted = new Set<string>();
  for (const [userId, { entries }] of world.model.logs.users) {
    for (const { type, seq, data } of entries) {
      if (type !== 'messaging.cursor-moved.v1') continue;
      looked(tally, RECEIPTS);
      const move = { userId, ...data };
      wanted.add(keyOf(move));
      if (!rows.has(keyOf(move))) yield wrong(world, 'lost effect', move, { conversationId: userId, seqs: [seq] });
    }
  }
  for (const [key, [line, again]] of rows) {
    if (again) yield wrong(world, 'repeated effect', line!.result, { lines: [line!, again] });
    if (!wanted.has(key)) yield wrong(world, 'phantom', line!.result, { lines: [line!] });
  }
}

const HOW = {
  'lost effect': 'had no effect',
  'repeated effect': 'took effect twice',
  phantom: 'took effect and is not in the log',
} as const;

function wrong(world: World, anomaly: keyof typeof HOW, move: Move, focus: Finding['focus']): Finding {
  const { userId, conversationId, deliveredSeq, readSeq } = move;
  const what = `${nameOf(world, userId)}’s move to ${readSeq}/${deliveredSeq} in ${short(conversationId)}`;
  const says = `${what} ${HOW[anomaly]} at ${RECEIPTS}`;
  return { anomaly, says, userId, conversationId, numbers: { deliveredSeq, readSeq }, focus };
}
