import { describe, expect, it } from 'vitest';
import { newId } from '../../shared/ids.js';
import { Session } from './session.js';

const IDLE = 60_000;
const at = (ms: number) => new Date(1_800_000_000_000 + ms);
const hash = (n: number) => Buffer.alloc(32, n);
const start = () => {
  const session = Session.start({ id: newId(), accountId: newId(), device: 'phone', tokenHash: hash(1) }, at(0));
  session.pull();
  return session;
};

describe('a session', () => {
  it('tells that it was begun, and once that it ended', () => {
    const session = Session.start({ id: newId(), accountId: newId(), device: 'phone', tokenHash: hash(1) }, at(0));
    expect([session.end(at(5)), session.end(at(6))]).toEqual([true, false]);
    const payload = { sessionId: session.id };
    expect(session.pull()).toEqual([
      { kind: 'account', type: 'identity.signed-in.v1', payload: { ...payload, device: 'phone' } },
      { kind: 'account', type: 'identity.signed-out.v1', payload },
    ]);
    expect(session.snapshot.endedAt).toEqual(at(5));
  });

  it.each([
    ['the next token rotates', [[1, 2, 10]], 'rotated'],
    [
      'the replaced one is repeated within 10 s',
      [
        [1, 2, 10],
        [1, 2, 10_010],
      ],
      'repeated',
    ],
    [
      'and as often as it likes',
      [
        [1, 2, 10],
        [1, 2, 20],
        [1, 2, 30],
      ],
      'repeated',
    ],
    [
      'after 10 s it is a theft',
      [
        [1, 2, 10],
        [1, 2, 10_011],
      ],
      'reused',
    ],
    [
      'the one before the replaced is a theft at once',
      [
        [1, 2, 10],
        [2, 3, 20],
        [1, 2, 21],
      ],
      'reused',
    ],
    ['after so long nobody is asked', [[1, 2, IDLE + 1]], 'over'],
    [
      'each use makes it live on',
      [
        [1, 2, IDLE],
        [2, 3, 2 * IDLE],
      ],
      'rotated',
    ],
  ] as const)('%s', (_, steps, expected) => {
    const session = start();
    const outcomes = steps.map(([token, next, ms]) => session.refresh(hash(token), hash(next), at(ms), IDLE));
    expect(outcomes.at(-1)).toBe(expected);
  });

  it('takes no token once it ended', () => {
    const session = start();
    session.end(at(1));
    expect(session.refresh(hash(1), hash(2), at(2), IDLE)).toBe('over');
    expect(session.isLive(at(2), IDLE)).toBe(false);
  });
});
