import { describe, expect, it } from 'vitest';
import { check } from './check.js';
import { tokenIn, type Line } from './history/index.js';
import { History } from './model/history.js';
import { eachIsFound, final, type Named, some, without } from './mutate.js';
import { blankRun } from './naive/blank-run.js';

const MUTATIONS: Named[] = [
  [
    'no record at all of what is in the log',
    'I8',
    'lost relay',
    without((l) => l.phase === 'final' && l.op === 'record'),
  ],
  [
    'a number published without its entry',
    'I8',
    'lost relay',
    final('record', ({ result }) => {
      result.type = 'journal.unpublished.v1';
      return true;
    }),
  ],
  ['sign-ins of which none was noted', 'I9', 'lost effect', nothingNoted],
  ['a move of a pointer that is in no history', 'I9', 'lost effect', without(firstOf('receipt-row'))],
  [
    'moves of pointers of which none is in any history',
    'I9',
    'lost effect',
    without((l) => l.phase === 'final' && l.op === 'receipt-row'),
  ],
  [
    'a row of the history of receipts for which nobody moved',
    'I9',
    'phantom',
    final('receipt-row', ({ result }) => (result.deliveredSeq += 1) > 0),
  ],
  ['such a row twice', 'I9', 'repeated effect', rowTwice],
  [
    'a range that ends before it was asked to',
    'I11',
    'partial recovery',
    (lines) =>
      some(lines, (line) => line.phase === 'ok' && line.op === 'range' && line.result.events.pop() !== undefined),
  ],
  ['a pointer that was acked and is not kept', 'I15', 'cursor regression', pointerNotKept],
  ['receipts of one node that are behind those of another', 'I17', 'false receipt', olderReceipts],
  [
    'an answer that is none of the server’s',
    'I30',
    'internal error',
    (lines) =>
      some(lines, (line) => {
        if (line.phase !== 'info') return false;
        line.error = { code: 'client.unexpected', status: 0, detail: 'x is not a function' };
        return true;
      }),
  ],
  ['the new text of an old message, found by one who was out by then', 'I18', 'leak', editFoundOutside],
];

describe('check, on a right history of which something else was read', () => {
  eachIsFound(MUTATIONS);
});

describe('check, on a history with nothing to see', () => {
  const at = { t: 1, process: 'node-1' };
  const limits = { revokeMs: 1, presenceMs: 1, typingMs: 1, rssBytes: 1 };
  const run = blankRun(limits);
  const revoked = { ...at, op: 'revoke', call: 1 } as const;
  const used = { ...at, op: 'use-session', call: 2 } as const;
  const faultOn = { ...at, phase: 'mark', op: 'fault-start', result: { id: 1, fault: 'F01', what: '' } } as const;
  const seen = { ...at, phase: 'event', process: 'u0', device: 'u0/a' } as const;
  const record = { topic: 't', partition: 0, offset: 0, key: 'k', seq: 1, id: 'i', type: 't' };
  it.each<[string, string, Line[]]>([
    // JSON has no other word for what is not a number.
    ['metrics that a node did not have', 'I23', [{ ...at, phase: 'mark', op: 'sample', result: { rssBytes: null! } }]],
    ['records whose headers say nothing', 'I24', [{ ...at, phase: 'final', op: 'record', result: record }]],
    [
      'an ended session of which no answer came',
      'I20',
      [
        { ...revoked, phase: 'invoke', args: { sessionIds: ['s'] } },
        { ...revoked, phase: 'ok', result: {} },
        { ...used, t: 20_000, phase: 'invoke', session: 's', args: { how: 'rest' } },
        { ...used, t: 20_001, phase: 'info', error: { code: 'client.network', status: 0 } },
      ],
    ],
    [
      'an ended session that is used while it may still be taken',
      'I20',
      [
        { ...revoked, phase: 'invoke', args: { sessionIds: ['s'] } },
        { ...revoked, phase: 'ok', result: {} },
        { ...used, t: 1.5, phase: 'invoke', session: 's', args: { how: 'rest' } },
        { ...used, t: 1.6, phase: 'ok', result: {} },
        { ...seen, t: 1.7, op: 'up', result: { session: 's' } },
      ],
    ],
    [
      'who is shown as being there soon after a fault',
      'I22',
      [faultOn, { ...seen, t: 9_000, op: 'presence', result: { userId: 'u', status: 'online' } }],
    ],
  ])('does not count %s as looked at (%s)', (_what, invariant, lines) => {
    const verdict = check(History.of([{ ...at, t: 0, phase: 'mark', op: 'run', result: run }, ...lines]));
    expect(verdict.invariants.find(({ id }) => id === invariant)).toMatchObject({ looked: 0, violations: 0 });
  });
});

/** The first such final line, and no other. */
function firstOf(op: Line['op']): (line: Line) => boolean {
  let first: Line | undefined;
  return (line) => line === (first ??= line.phase === 'final' && line.op === op ? line : undefined);
}

function rowTwice(lines: Line[]): boolean {
  const row = lines.find((line) => line.phase === 'final' && line.op === 'receipt-row');
  if (row) lines.push(structuredClone(row));
  return row !== undefined;
}

function nothingNoted(lines: Line[]): boolean {
  const at = { t: lines.at(-1)!.t, process: 'final', phase: 'final' } as const;
  const of = { streamId: 'sign-ins', aclVersion: 0 };
  const entry = { ...of, seq: 1, eventId: 'e', type: 'identity.signed-in.v1', actorId: 'u', at: '', data: {} };
  lines.push({ ...at, op: 'stream', result: { ...of, kind: 'account', lastSeq: 1 } });
  lines.push({ ...at, op: 'entry', result: entry }, { ...at, op: 'all-read', result: { what: 'sign-ins' } });
  return true;
}

/** Everything that is kept says one less than somebody's last move was answered. */
function pointerNotKept(lines: Line[]): boolean {
  const moves = lines.flatMap((l) => (l.phase === 'ok' && l.op === 'read' ? [l] : [])).reverse();
  return moves.some(({ call, process, result: { readSeq } }) => {
    const asked = lines.find((l) => l.phase === 'invoke' && l.op === 'read' && l.call === call);
    const user = lines.find((l) => l.phase === 'mark' && l.op === 'user' && l.process === process);
    if (asked?.op !== 'read' || asked.phase !== 'invoke' || user?.op !== 'user' || readSeq < 3) return false;
    const [{ userId }, { conversationId }] = [user.result as { userId: string }, asked.args];
    const standing = lines.flatMap((l) =>
      l.phase === 'final' && l.op === 'standing' && l.result.userId === userId ? [l.result] : [],
    );
    const own = standing.filter((one) => one.conversationId === conversationId && one.readSeq === readSeq);
    for (const one of own) one.readSeq -= 1;
    for (const l of lines) {
      if (l.phase !== 'final' || l.op !== 'entry' || l.result.streamId !== userId) continue;
      const data = l.result.data as { conversationId?: string; readSeq?: number };
      if (data.conversationId === conversationId && data.readSeq === readSeq) data.readSeq -= 1;
    }
    return own.length > 0;
  });
}

/** Of two answers about one conversation, one after the other, the later one says less. */
function olderReceipts(lines: Line[]): boolean {
  const asked = lines.flatMap((l) => (l.phase === 'invoke' && l.op === 'ask-receipts' ? [l] : []));
  return asked.some(({ t, call, args: { conversationId } }) => {
    const of = (one: number) => lines.find((l) => l.phase === 'ok' && l.op === 'ask-receipts' && l.call === one);
    const receipts = (one: number) => {
      const answer = of(one);
      return answer?.phase === 'ok' && answer.op === 'ask-receipts' ? answer.result.receipts : [];
    };
    const before = asked
      .filter((l) => l.args.conversationId === conversationId && (of(l.call)?.t ?? Infinity) < t)
      .flatMap((l) => receipts(l.call));
    const read = receipts(call).find(({ userId, readSeq }) =>
      before.some((one) => one.userId === userId && one.readSeq === readSeq && readSeq > 1),
    );
    if (read) read.readSeq -= 1;
    return read !== undefined;
  });
}

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
