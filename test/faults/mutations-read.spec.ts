import { describe } from 'vitest';
import { tokenIn, type Line } from './history/index.js';
import { eachIsFound, type Named } from './mutate.js';

const MUTATIONS: Named[] = [
  ['the new text of an old message, found by one who was out by then', 'I18', 'leak', editFoundOutside],
];

describe('check, on a right history of which something else was read', () => {
  eachIsFound(MUTATIONS);
});

/** A member's removal lies between a message and its edit. */
function editFoundOutside(lines: Line[]): boolean {
  const entries = lines.flatMap((l) => (l.phase === 'final' && l.op === 'entry' ? [l.result] : []));
  type Data = { userId?: string; targetSeq?: number; body?: string | null };
  return entries.some((gone) => {
    const { userId } = gone.data as Data;
    if (gone.type !== 'groups.member-removed.v1' && gone.type !== 'groups.member-left.v1') return false;
    const own = entries.filter(({ streamId }) => streamId === gone.streamId);
    const spans = own.filter(({ type, data }) => type.startsWith('groups.') && (data as Data).userId === userId);
    const from = spans.findLast(({ seq }) => seq < gone.seq)?.seq ?? 1;
    const edit = own.find(({ type, seq, data }) => {
      const { targetSeq, body } = data as Data;
      return (
        type === 'messaging.message-edited.v1' && body && seq > gone.seq && targetSeq! > from && targetSeq! < gone.seq
      );
    });
    if (!edit || spans.at(-1) !== gone) return false;
    const found = [tokenIn((edit.data as Data).body!)!];
    const result = { userId: userId!, conversationId: gone.streamId, where: 'message' as const, looked: 1, found };
    lines.push({ t: lines.at(-1)!.t, process: 'final', phase: 'final', op: 'probe', result });
    return true;
  });
}
