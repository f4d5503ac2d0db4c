import { describe } from 'vitest';
import type { Line } from './history/index.js';
import { eachIsFound, final, type Named, sent, some, stored, without } from './mutate.js';

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
  ...(['add', 'remove', 'leave', 'role', 'title'] as const).map((op): Named => {
    return [`${op}: acked, and not so`, 'I14', 'lost update', (lines) => ackedAndNotSo(lines, op)];
  }),
  ['a title that was refused and stands', 'I14', 'aborted read', (lines) => some(lines, refuseTitle)],
  [
    'a change that nobody asked for',
    'I14',
    'phantom',
    without((line) => 'call' in line && (line.op === 'add' || line.op === 'react')),
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

function refuseTitle(line: Line): boolean {
  if (line.phase !== 'ok' || line.op !== 'title') return false;
  Object.assign(line, { phase: 'fail', error: { code: 'platform.unavailable', status: 503 }, result: undefined });
  return true;
}

/** The owner of a group does something at the end, is told that it is done, and nothing has happened. */
function ackedAndNotSo(lines: Line[], op: 'add' | 'remove' | 'leave' | 'role' | 'title'): boolean {
  const [users, groups] = [new Map<string, string>(), new Map<string, Set<string>>()];
  for (const line of lines) {
    if (line.phase === 'mark' && line.op === 'user') users.set(line.result.userId, line.process);
    // Whom each group lists at the end.
    if (line.phase === 'final' && line.op === 'receipts')
      groups.set(line.result.conversationId, new Set(line.result.receipts.map(({ userId }) => userId)));
  }
  return [...groups].some(([conversationId, members]) => {
    const userId = [...users.keys()].find((id) => members.has(id) !== (op === 'add'));
    const process = users.get([...members][0]!);
    if (!userId || !process || members.size < 2) return false;
    const asked = {
      ...{ add: { userIds: [userId] }, remove: { userId }, leave: {} },
      ...{ role: { userId, role: 'admin' }, title: { title: 'never set' } },
    };
    const line = { t: lines.at(-1)!.t, process, op, call: 1_000_000 };
    lines.push({ ...line, phase: 'invoke', args: { conversationId, ...asked[op] } } as Line);
    lines.push({ ...line, phase: 'ok', result: {} });
    return true;
  });
}
