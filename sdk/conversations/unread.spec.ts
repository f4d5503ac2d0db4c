import { describe, expect, it } from 'vitest';
import type { AnyConversationEvent as ConversationEvent, ConversationEntries } from '../../src/contract/index.js';
import { Unread } from './unread.js';

function entry<T extends keyof ConversationEntries>(
  seq: number,
  actorId: string,
  type: T,
  data: Partial<ConversationEntries[T]>,
): ConversationEvent {
  return { conversationId: 'c', seq, aclVersion: 1, type, actorId, at: '', data } as unknown as ConversationEvent;
}
const sent = (seq: number, actorId = 'them', mentions: string[] = []) =>
  entry(seq, actorId, 'messaging.message-sent.v1', { mentions, mentionsAll: false });
const deleted = (seq: number, targetSeq: number) => entry(seq, 'them', 'messaging.message-deleted.v1', { targetSeq });
const edited = (seq: number, targetSeq: number) =>
  entry(seq, 'them', 'messaging.message-edited.v1', { targetSeq, mentions: ['me'], mentionsAll: false });

function counted(messages = 0, mentions = 0, atSeq = 10, readSeq = 5): Unread {
  const unread = new Unread('me');
  unread.move({ readSeq });
  unread.count({ messages, mentions, atSeq });
  return unread;
}

describe('Unread', () => {
  it('adds others’ later messages to the server’s figure, and mentions apart', () => {
    const unread = counted(3, 1);
    for (const event of [sent(11), sent(12, 'me'), sent(13, 'them', ['me'])]) unread.apply(event);
    expect(unread.value).toEqual({ messages: 5, mentions: 2 });
  });

  it('does not add what the figure holds already, whichever of the two comes first', () => {
    const after = counted(3);
    after.apply(sent(9));
    expect(after.value.messages).toBe(3);

    const before = counted(3);
    before.apply(sent(11));
    before.apply(sent(12));
    before.count({ messages: 4, mentions: 0, atSeq: 11 });
    expect(before.value.messages).toBe(5);
  });

  it('ignores an older figure than the one it has', () => {
    const unread = counted(3, 0, 10);
    unread.count({ messages: 9, mentions: 9, atSeq: 7 });
    expect(unread.value).toEqual({ messages: 3, mentions: 0 });
  });

  it('takes back a later message that is deleted, and doubts when the deleted one is inside the figure', () => {
    const unread = counted(3);
    unread.apply(sent(11));
    unread.apply(deleted(12, 11));
    expect(unread.value.messages).toBe(3);
    expect(unread.uncertain).toBe(false);
    unread.apply(deleted(13, 8));
    expect(unread.uncertain).toBe(true);
  });

  it('doubts a figure that comes later than what has changed inside it', () => {
    const late = (change: ConversationEvent) => {
      const unread = counted();
      unread.apply(sent(11));
      unread.apply(change);
      unread.count({ messages: 1, mentions: 0, atSeq: 11 });
      return unread;
    };
    for (const change of [deleted(12, 11), edited(12, 11)]) {
      const unread = late(change);
      expect(unread.uncertain).toBe(true);
      unread.count({ messages: 0, mentions: 0, atSeq: 12 });
      expect(unread.uncertain).toBe(false);
    }
    expect(late(deleted(12, 4)).uncertain).toBe(false);
    const read = late(deleted(12, 11));
    read.move({ readSeq: 12 });
    read.count({ messages: 1, mentions: 0, atSeq: 13 });
    expect([read.uncertain, read.value.messages]).toEqual([false, 1]);
  });

  it('does not doubt for a message that was read', () => {
    const unread = counted(3);
    unread.apply(deleted(11, 4));
    expect(unread.uncertain).toBe(false);
  });

  it('empties when everything is read, and doubts when the pointer stops inside the figure', () => {
    const unread = counted(3, 2);
    unread.apply(sent(11));
    unread.move({ readSeq: 7 });
    expect(unread.uncertain).toBe(true);
    unread.move({ readSeq: 11 });
    expect(unread.value).toEqual({ messages: 0, mentions: 0 });
    expect(unread.uncertain).toBe(false);
  });

  it('takes nothing for unread that was read since it was counted', () => {
    const unread = counted(0, 0, 90, 90);
    unread.apply(sent(98));
    unread.move({ readSeq: 100 });
    unread.count({ messages: 5, mentions: 1, atSeq: 100 }, 95);
    expect([unread.value, unread.uncertain]).toEqual([{ messages: 0, mentions: 0 }, false]);
    unread.apply(sent(101));
    expect(unread.value.messages).toBe(1);
  });

  it('doubts a figure that was counted before the pointer moved into the middle of it, and keeps the one it has', () => {
    const unread = counted(0, 0, 90, 90);
    unread.move({ readSeq: 97 });
    unread.count({ messages: 5, mentions: 0, atSeq: 100 }, 95);
    expect([unread.value.messages, unread.uncertain]).toEqual([5, true]);
    unread.count({ messages: 3, mentions: 0, atSeq: 100 }, 97);
    expect([unread.value.messages, unread.uncertain]).toEqual([3, false]);
    unread.count({ messages: 5, mentions: 0, atSeq: 100 }, 95);
    expect([unread.value.messages, unread.uncertain]).toEqual([3, false]);
  });

  it('never moves a pointer back', () => {
    const unread = counted(0);
    unread.move({ readSeq: 3, deliveredSeq: 2 });
    expect(unread.readSeq).toBe(5);
  });

  it('follows an edit that begins or ends to mention', () => {
    const unread = counted();
    unread.apply(sent(11));
    const edit = (seq: number, mentions: string[]) =>
      entry(seq, 'them', 'messaging.message-edited.v1', { targetSeq: 11, mentions, mentionsAll: false });
    unread.apply(edit(12, ['me']));
    expect(unread.value.mentions).toBe(1);
    unread.apply(edit(13, []));
    expect(unread.value.mentions).toBe(0);
  });

  it('knows what an edit inside a figure without mentions does to it, and doubts where there are some', () => {
    const edit = (seq: number, targetSeq: number, mentions: string[], actorId = 'them') =>
      entry(seq, actorId, 'messaging.message-edited.v1', { targetSeq, mentions, mentionsAll: false });
    const unread = counted(3);
    unread.apply(edit(11, 8, []));
    unread.apply(edit(12, 4, ['me']));
    expect([unread.value, unread.uncertain]).toEqual([{ messages: 3, mentions: 0 }, false]);
    unread.apply(edit(13, 8, ['me']));
    expect([unread.value, unread.uncertain]).toEqual([{ messages: 3, mentions: 1 }, false]);
    unread.apply(edit(14, 7, [], 'me'));
    expect(unread.uncertain).toBe(false);
    unread.apply(edit(15, 7, []));
    expect(unread.uncertain).toBe(true);
  });
});
