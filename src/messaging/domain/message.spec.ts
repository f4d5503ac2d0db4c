import { describe, expect, it } from 'vitest';
import { Emoji } from './emoji.js';
import { mentionsAll, namesIn } from './mentions.js';
import { Message, type MessageState } from './message.js';
import { MessageBody } from './message-body.js';

const state = (over: Partial<MessageState> = {}): MessageState => ({
  id: 'm',
  seq: 5,
  authorId: 'ann',
  body: 'one',
  version: 1,
  emojis: new Set(['👍']),
  mine: new Set(),
  ...over,
});
const nobody = { userIds: [], all: false };
const code = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'nothing was refused';
};

describe('a message', () => {
  it('is edited by its author alone, each text once', () => {
    const message = new Message(state());
    expect(code(() => message.edit('bob', MessageBody.of('x'), nobody))).toBe('messaging.not_the_author');
    message.edit('ann', MessageBody.of('one'), nobody);
    expect(message.pull()).toEqual([]);
    message.edit('ann', MessageBody.of('two'), nobody);
    expect(message.pull()).toMatchObject([{ type: 'messaging.message-edited.v1', data: { targetSeq: 5, version: 2 } }]);
  });

  it.each([
    ['ann', 'member', 1],
    ['bob', 'admin', 1],
    ['bob', 'owner', 1],
    ['bob', 'member', 'messaging.may_not_delete'],
  ] as const)('%s, %s: deletes → %s', (actor, role, outcome) => {
    const message = new Message(state());
    if (typeof outcome === 'string') return expect(code(() => message.delete(actor, role))).toBe(outcome);
    message.delete(actor, role);
    message.delete(actor, role);
    expect(message.pull()).toHaveLength(outcome);
    expect(code(() => message.react(Emoji.of('👍')))).toBe('messaging.message_deleted');
  });

  it('takes a reaction once, and gives back only what is there', () => {
    const message = new Message(state({ mine: new Set(['👍']) }));
    message.react(Emoji.of('👍'));
    message.unreact(Emoji.of('❤️'));
    expect(message.pull()).toEqual([]);
  });
});

describe('mentions', () => {
  it.each([
    ['hello @Ann.', ['ann.', 'ann']],
    ['@a_b-c,@d', ['a_b-c', 'd']],
    ['mail@example.org and x/@y @@z', []],
    ['(@ünal)', ['ünal']],
    ['nobody', []],
  ])('%s', (text, names) => expect([...namesIn(text)]).toEqual(names));

  it('D21 hear `@all` from anybody in a small group, from admins and owners in a large one', () => {
    const all = namesIn('@all');
    expect([mentionsAll(all, 'member', 50), mentionsAll(all, 'member', 51), mentionsAll(all, 'admin', 51)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('D8 are found in linear time, whatever the text', () => {
    for (const text of ['@'.repeat(50_000), '@a'.repeat(25_000), `@${'a.'.repeat(25_000)}`, '.@-'.repeat(16_000)]) {
      const start = performance.now();
      namesIn(text);
      expect(performance.now() - start).toBeLessThan(250);
    }
  });
});
