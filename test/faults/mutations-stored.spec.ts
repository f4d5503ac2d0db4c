import { describe } from 'vitest';
import type { Line } from './history/index.js';
import { eachIsFound, final, type Named, sent, some, stored } from './mutate.js';

const MUTATIONS: Named[] = [
  ['a message stored again under another id', 'I1', 'duplicate', (lines) => storedAgain(lines)],
  ['a message that nobody sent', 'I1', 'phantom', (lines) => storedAgain(lines, 'nobody said this')],
  [
    'an edit that nobody made so',
    'I4',
    'corruption',
    final('entry', ({ result }) => {
      const data = result.data as { body?: string | null };
      if (result.type !== 'messaging.message-edited.v1' || !data.body) return false;
      data.body = 'nobody said this';
      return true;
    }),
  ],
];

describe('check, on a right history with something in its log that nobody asked for, or without what was acked', () => {
  eachIsFound(MUTATIONS);
});

/** The last message of a conversation once more, as the next number and under an id of its own. */
function storedAgain(lines: Line[], body?: string): boolean {
  const twin = structuredClone(lines.findLast((line) => stored(line)?.body?.includes('~')));
  if (!twin || !sent(twin)) return false;
  const { streamId } = twin.result;
  const stream = lines.find((l) => l.phase === 'final' && l.op === 'stream' && l.result.streamId === streamId);
  if (stream?.phase !== 'final' || stream.op !== 'stream') return false;
  twin.result.seq = stream.result.lastSeq += 1;
  Object.assign(twin.result.data, { clientMessageId: 'another', messageId: 'another', ...(body ? { body } : {}) });
  lines.push(twin);
  return true;
}
