import { describe, expect, it } from 'vitest';
import { addressedBy } from './addressees.js';

const members = new Map([
  ['ann', { joinedSeq: 1 }],
  ['bob', { joinedSeq: 1 }],
  ['new', { joinedSeq: 9 }],
]);
const said = { authorId: 'ann', seq: 5, mentions: [] as string[], mentionsAll: false };

describe('addressedBy', () => {
  it('is the other one of a direct conversation, mentioned or not', () => {
    expect(addressedBy({ ...said, mentions: ['bob'] }, { kind: 'direct', members })).toEqual({
      kind: 'direct',
      userIds: ['bob'],
      byName: true,
    });
    expect(addressedBy(said, { kind: 'direct', members }).byName).toBe(false);
    expect(addressedBy({ ...said, authorId: 'bob' }, { kind: 'direct', members }).userIds).toEqual(['ann']);
  });

  it('is nobody for a note to oneself and for plain talk in a group', () => {
    const alone = new Map([['ann', { joinedSeq: 1 }]]);
    expect(addressedBy(said, { kind: 'direct', members: alone }).userIds).toEqual([]);
    expect(addressedBy(said, { kind: 'group', members }).userIds).toEqual([]);
  });

  it('is each mentioned member once, never the author, a stranger or one who joined later', () => {
    const mentions = ['bob', 'bob', 'ann', 'stranger', 'new'];
    expect(addressedBy({ ...said, mentions }, { kind: 'group', members })).toEqual({
      kind: 'mention',
      userIds: ['bob'],
      byName: true,
    });
    expect(addressedBy({ ...said, mentionsAll: true }, { kind: 'group', members }).userIds).toEqual(['bob']);
  });
});
