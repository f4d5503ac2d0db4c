import { describe } from 'vitest';
import type { Line } from './history/index.js';
import { eachIsFound, final, type Named, sent, some, stored } from './mutate.js';

const completionOf = (lines: Line[], clientMessageId: string): Line | undefined => {
  const call = lines.flatMap((l) =>
    l.phase === 'invoke' && l.op === 'send' && l.args.clientMessageId === clientMessageId ? [l.call] : [],
  );
  return call.length === 1 ? lines.find((l) => l.phase === 'ok' && l.call === call[0]) : undefined;
};

const MUTATIONS: Named[] = [
  ['a refused send that is stored', 'I2', 'aborted read', (lines) => some(lines, (line) => refuse(lines, line))],
  ['the same seen as an answer', 'I30', 'fail-open', (lines) => some(lines, (line) => refuse(lines, line))],
  ['a send without an answer that is there twice', 'I3', 'duplicate', twiceThere],
  ['a message in another’s name', 'I4', 'corruption', otherAuthor],
  [
    'a text that was changed on the way',
    'I4',
    'corruption',
    (lines) =>
      some(lines, (line) => {
        const data = stored(line);
        if (!data?.body?.includes('hello')) return false;
        data.body = data.body.replace('hello', 'hullo');
        return true;
      }),
  ],
  [
    'a node that lacks the last message',
    'I7',
    'split brain',
    final('history', ({ result }) => {
      if (result.node !== 'node-2' || result.messages.length === 0) return false;
      result.messages = result.messages.slice(0, -1);
      return true;
    }),
  ],
  [
    'an effect that happened twice',
    'I9',
    'repeated effect',
    final('notifications', ({ result }) => {
      result.items = [...result.items, ...result.items.slice(0, 1)];
      return result.items.length > 0;
    }),
  ],
  [
    'an effect that never happened',
    'I9',
    'lost effect',
    final('notifications', ({ result }) => {
      const before = result.items.length;
      result.items = result.items.filter(({ kind }) => kind !== 'invitation');
      return result.items.length < before;
    }),
  ],
  ['a dead letter', 'I9', 'lost effect', final('rest', ({ result }) => (result.deadLetters = 1) > 0)],
  ['a row left in the outbox', 'I8', 'lost relay', final('rest', ({ result }) => (result.outbox = 1) > 0)],
  [
    'a receipt beyond what anybody read',
    'I17',
    'false receipt',
    final('receipts', ({ result }) => {
      result.receipts[0]!.readSeq += 100;
      return true;
    }),
  ],
  ['a message after its author’s removal', 'I19', 'write after removal', afterRemoval],
  [
    'a queue beyond its bound',
    'I23',
    'unbounded',
    (lines) => {
      const run = lines[0] as Extract<Line, { op: 'run' }>;
      run.result.limits.socketQueue = 100;
      lines.push({ t: lines.at(-1)!.t, process: 'node-1', phase: 'mark', op: 'sample', result: { socketQueue: 101 } });
      return true;
    },
  ],
  [
    'a relay that publishes under an old number',
    'I24',
    'split brain',
    (lines) => {
      const records = lines.flatMap((l) => (l.phase === 'final' && l.op === 'record' ? [l.result] : []));
      return records.some((first, i) => {
        const again = records.slice(i + 1).some((r) => r.topic === first.topic && r.key === first.key);
        if (again) first.fencing = 2;
        return again;
      });
    },
  ],
  [
    'two owners of one lease',
    'I24',
    'split brain',
    (lines) => {
      for (const owner of ['a', 'b']) {
        lines.push({
          t: lines.at(-1)!.t,
          process: 'final',
          phase: 'mark',
          op: 'lease',
          result: { shard: 1, owner, fencing: 3 },
        });
      }
      return true;
    },
  ],
  [
    'a node that ended by itself',
    'I25',
    'unexpected exit',
    (lines) => {
      const result = { pid: 1, code: 1, signal: null, expected: false };
      lines.push({ t: lines.at(-1)!.t, process: 'node-1', phase: 'mark', op: 'exit', result });
      return true;
    },
  ],
  [
    'repeats that were told different numbers',
    'I26',
    'duplicate',
    (lines) => {
      const seen = new Map<string, number>();
      return some(lines, (line) => {
        if (line.phase !== 'ok' || line.op !== 'send') return false;
        const again = seen.has(line.result.id);
        seen.set(line.result.id, line.result.seq);
        if (again) line.result.id = 'another';
        return again;
      });
    },
  ],
  [
    'an empty list for want of a database',
    'I30',
    'fail-open',
    (lines) =>
      some([...lines].reverse(), (line) => {
        if (line.phase !== 'ok' || line.op !== 'list' || line.result.items === 0) return false;
        line.result.items = 0;
        return true;
      }),
  ],
  [
    'a refusal without a reason',
    'I30',
    'internal error',
    (lines) =>
      some(lines, (line) => {
        if (line.phase !== 'fail') return false;
        line.error = { code: 'platform.internal', status: 500 };
        return true;
      }),
  ],
  [
    'long polling of which one round was lost',
    'I30',
    'fail-open',
    (lines) => {
      const { t } = lines.at(-1)!;
      const line = { t, process: 'u0', op: 'poll', call: 1_000_000 } as const;
      lines.push({ ...line, phase: 'invoke', args: {} });
      lines.push({ ...line, phase: 'info', error: { code: 'client.unexpected', status: 0 } });
      return true;
    },
  ],
  [
    'a token found by somebody who was never a member',
    'I18',
    'leak',
    (lines) => {
      const token = lines.flatMap((l) => (l.phase === 'final' && l.op === 'probe' ? l.result.found : [])).at(-1)!;
      const result = { userId: 'stranger', conversationId: null, where: 'search' as const, looked: 1, found: [token] };
      lines.push({ t: lines.at(-1)!.t, process: 'final', phase: 'final', op: 'probe', result });
      return true;
    },
  ],
  ['a receipt shown to one who knows that he is out', 'I18', 'leak', receiptAfterRemoval],
];

describe('check, on a right history with one thing changed', () => {
  eachIsFound(MUTATIONS);
});

/** An ok that was really a refusal: what it refused stands all the same. */
function refuse(lines: Line[], line: Line): boolean {
  const data = stored(line);
  const done = data?.body && completionOf(lines, data.clientMessageId);
  if (!done || done.phase !== 'ok') return false;
  const error = { code: 'platform.unavailable', status: 503 };
  Object.assign(done, { phase: 'fail', error, result: undefined });
  return true;
}

function twiceThere(lines: Line[]): boolean {
  const unanswered = new Set(lines.flatMap((l) => (l.phase === 'info' && l.op === 'send' ? [l.call] : [])));
  const ids = lines.flatMap((l) =>
    l.phase === 'invoke' && l.op === 'send' && unanswered.has(l.call) ? [l.args.clientMessageId] : [],
  );
  const there = lines.filter((line) => ids.includes(stored(line)?.clientMessageId ?? ''));
  const twin = structuredClone(there[0]);
  if (!twin || !sent(twin)) return false;
  twin.result.seq = 1_000;
  lines.push(twin);
  return true;
}

function otherAuthor(lines: Line[]): boolean {
  return some(lines, (line) => {
    if (!sent(line) || !stored(line)?.body) return false;
    line.result.actorId = lines
      .flatMap((l) => (l.op === 'user' && l.phase === 'mark' ? [l.result.userId] : []))
      .find((id) => id !== line.result.actorId)!;
    return true;
  });
}

/** Long after the device was told that its user is no member any more, and never was one again. */
function receiptAfterRemoval(lines: Line[]): boolean {
  const told = lines.flatMap((l) => (l.phase === 'event' && l.op === 'removed' ? [l] : []));
  return told.some(({ process, device, result: { conversationId } }) => {
    const userId = lines.flatMap((l) =>
      l.phase === 'mark' && l.op === 'user' && l.process === process ? [l.result] : [],
    )[0]?.userId;
    const last = lines
      .flatMap((l) =>
        l.phase === 'final' && l.op === 'entry' && l.result.streamId === conversationId ? [l.result] : [],
      )
      .findLast(({ data }) => (data as { userId?: string }).userId === userId);
    if (last?.type !== 'groups.member-removed.v1' || !userId) return false;
    const result = { conversationId, userId, deliveredSeq: 1, readSeq: 1 };
    lines.push({ t: lines.at(-1)!.t + 10_000, process, device, phase: 'event', op: 'receipts', result });
    return true;
  });
}

function afterRemoval(lines: Line[]): boolean {
  const entries = lines.flatMap((l) => (l.phase === 'final' && l.op === 'entry' ? [l.result] : []));
  return entries.some((gone) => {
    if (gone.type !== 'groups.member-removed.v1') return false;
    const { userId } = gone.data as { userId: string };
    const later = entries.filter((e) => e.streamId === gone.streamId && e.seq > gone.seq);
    const back = later.some(
      (e) => e.type === 'groups.member-added.v1' && (e.data as { userId: string }).userId === userId,
    );
    const message = later.find((e) => e.type === 'messaging.message-sent.v1');
    if (back || !message) return false;
    message.actorId = userId;
    return true;
  });
}
