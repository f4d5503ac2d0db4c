import { expect, it } from 'vitest';
import type { HistoryVisibility } from '../../../src/contract/index.js';
import { check } from '../check.js';
import type { Line } from '../history/index.js';
import { History } from '../model/history.js';
import { blankRun } from '../naive/blank-run.js';

const streamId = 'group';
const byOwner = { process: 'u0', device: 'u0/rest' };
let calls = 0;

/** Added at 1 s, out from number 50 on at 4 s, asked back at 9 s, which made the entry 100. */
function groupOf(historyVisibility: HistoryVisibility, others: Line[]): Line[] {
  const user = (process: string, userId: string) => ({ t: 0, phase: 'mark', process, op: 'user', result: { userId } });
  const entry = (seq: number, type: string, data: object) => {
    const result = { streamId, seq, eventId: '', type, actorId: 'owner', aclVersion: 1, at: '', data };
    return { t: 20_000, phase: 'final', process: 'final', op: 'entry', result };
  };
  const members = [{ userId: 'owner', role: 'owner' }];
  const added = { userId: 'guest', role: 'member' };
  return [
    { t: 0, phase: 'mark', process: 'nemesis', op: 'run', result: blankRun() },
    ...[user('u0', 'owner'), user('u1', 'guest')],
    ...called(1_000, 'add', { conversationId: streamId, userIds: ['guest'] }),
    ...called(4_000, 'remove', { conversationId: streamId, userId: 'guest' }),
    ...others.filter(({ t }) => t < 9_000),
    ...called(9_000, 'add', { conversationId: streamId, userIds: ['guest'] }),
    ...others.filter(({ t }) => t >= 9_000),
    {
      t: 20_000,
      phase: 'final',
      process: 'final',
      op: 'stream',
      result: { streamId, kind: 'conversation', lastSeq: 100 },
    },
    entry(1, 'groups.conversation-created.v1', { kind: 'group', title: '', historyVisibility, members }),
    entry(10, 'groups.member-added.v1', added),
    entry(50, 'groups.member-removed.v1', { userId: 'guest' }),
    entry(60, 'messaging.message-sent.v1', { messageId: 'm', clientMessageId: 'c', body: '~s:u0:1~', mentions: [] }),
    entry(100, 'groups.member-added.v1', added),
  ] as Line[];
}

function called(t: number, op: string, args: object): object[] {
  const call = ++calls;
  return [
    { t, phase: 'invoke', op, call, args, ...byOwner },
    { t: t + 100, phase: 'ok', op, call, result: {}, ...byOwner },
  ];
}

const frame = (t: number, seq: number): Line => {
  const seen = { seq, aclVersion: 1, type: 'messaging.message-sent.v1', actorId: 'owner', hash: '', text: null };
  const result = { conversationId: streamId, ...seen, token: null };
  return { t, phase: 'event', process: 'u1', device: 'u1/a', op: 'frame', result } as Line;
};

const found = (t: number): Line => {
  const result = { userId: 'guest', conversationId: streamId, where: 'page', looked: 1, found: ['~s:u0:1~'] };
  return { t, phase: 'final', process: 'final', op: 'probe', result } as Line;
};

const said = called(3_000, 'send', { conversationId: streamId, clientMessageId: 'c', body: '~s:u0:1~' }) as Line[];

const leaks = (visibility: HistoryVisibility, line: Line) =>
  check(History.of(groupOf(visibility, [...said, line]))).violations.filter(({ invariant }) => invariant === 'I18');

it.each([
  ['is given what was said while he was out', frame(5_000, 60)],
  ['finds what was said while he was out', found(5_000)],
])('tells when one %s, before anybody asked him back', (_, line) => {
  expect(leaks('shared', line)).toMatchObject([{ anomaly: 'leak', userId: 'guest', numbers: { seq: 60 } }]);
});

it.each([
  ['what was said while he was out, once he is asked back', frame(9_050, 60)],
  ['the same where he looks for it', found(9_200)],
  ['what is as old as his first time, however late', frame(8_000, 40)],
  ['the entry that put him out', frame(4_050, 50)],
])('lets one who is in a group with a shared history see %s', (_, line) => {
  expect(leaks('shared', line)).toEqual([]);
});

it('never shows what was said while he was out where the history is not shared', () => {
  expect(leaks('joined', frame(9_200, 60))).toHaveLength(1);
  expect(leaks('joined', frame(9_200, 100))).toEqual([]);
});
