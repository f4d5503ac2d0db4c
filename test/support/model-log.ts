import fc from 'fast-check';
import type {
  ConversationEntries,
  AnyConversationEvent as ConversationEvent,
  MessagePage,
  MessageView,
  RangeResult,
} from '../../src/contract/index.js';

export const CONVERSATION = 'conversation';
const USERS = ['ann', 'bob', 'cat'];

type Draft = { actor: string } & (
  { kind: 'send' | 'edit' | 'delete' | 'join' } | { kind: 'react' | 'unreact'; emoji: string }
) & { pick: number };

/** Any history a conversation may have: each draft becomes one entry, numbered from 1 without a gap. */
export const histories: fc.Arbitrary<ConversationEvent[]> = fc
  .array(
    fc.record({
      actor: fc.constantFrom(...USERS),
      kind: fc.constantFrom('send', 'send', 'send', 'edit', 'delete', 'react', 'react', 'unreact', 'join'),
      emoji: fc.constantFrom('👍', '🎉'),
      pick: fc.nat(),
    }),
    { minLength: 5, maxLength: 60, size: 'max' },
  )
  .map((drafts) => logOf(drafts as Draft[]));

function logOf(drafts: Draft[]): ConversationEvent[] {
  const log: ConversationEvent[] = [];
  for (const draft of drafts) {
    const messages = foldNaively(log).filter((message) => message.deletedAt === null);
    const target = messages[draft.pick % Math.max(1, messages.length)];
    log.push(entryOf(draft, log.length + 1, target));
  }
  return log;
}

function entryOf(draft: Draft, seq: number, target: MessageView | undefined): ConversationEvent {
  const entry = <T extends keyof ConversationEntries>(type: T, data: ConversationEntries[T]) =>
    ({
      conversationId: CONVERSATION,
      seq,
      aclVersion: 1,
      type,
      actorId: draft.actor,
      at: new Date(seq * 1000).toISOString(),
      data,
    }) as ConversationEvent;
  const sent = () =>
    entry('messaging.message-sent.v1', {
      messageId: `m${seq}`,
      clientMessageId: `c${seq}`,
      body: `text ${seq}`,
      replyToSeq: null,
      mentions: [],
      mentionsAll: false,
    });
  if (draft.kind === 'join') return entry('groups.member-added.v1', { userId: `u${seq}`, role: 'member' });
  if (draft.kind === 'send' || !target) return sent();
  const { seq: targetSeq, id: messageId, version } = target;
  if (draft.kind === 'delete') return entry('messaging.message-deleted.v1', { targetSeq, messageId });
  if (draft.kind === 'react') return entry('messaging.reaction-added.v1', { targetSeq, emoji: draft.emoji });
  if (draft.kind === 'unreact') return entry('messaging.reaction-removed.v1', { targetSeq, emoji: draft.emoji });
  const body = `edit ${seq}`;
  return entry('messaging.message-edited.v1', {
    targetSeq,
    messageId,
    version: version + 1,
    body,
    mentions: [],
    mentionsAll: false,
  });
}

interface Fields {
  messageId: string;
  clientMessageId: string;
  body: string;
  targetSeq: number;
  version: number;
  emoji: string;
}

/** The messages after the whole log, written down as plainly as possible; shares nothing with the client library. */
export function foldNaively(log: readonly ConversationEvent[]): MessageView[] {
  const messages: MessageView[] = [];
  for (const { type, seq, actorId, at, data } of log) {
    // Loosely typed on purpose: the model knows only the wire's field names.
    const d = data as unknown as Fields;
    if (type === 'messaging.message-sent.v1') {
      const { messageId, clientMessageId, body } = d;
      messages.push({
        conversationId: CONVERSATION, id: messageId, seq, authorId: actorId, clientMessageId, body, replyToSeq: null,
        mentions: [], mentionsAll: false, sentAt: at, editedAt: null, version: 1, deletedAt: null, reactions: [],
      }); // prettier-ignore
      continue;
    }
    const message = messages.find((m) => m.seq === d.targetSeq);
    if (!message) continue;
    if (type === 'messaging.message-edited.v1') {
      Object.assign(message, { body: d.body, version: d.version, editedAt: at });
    } else if (type === 'messaging.message-deleted.v1') {
      Object.assign(message, { body: null, deletedAt: at, reactions: [] });
    } else {
      const of = message.reactions.find((r) => r.emoji === d.emoji) ?? { emoji: d.emoji, userIds: [] as string[] };
      of.userIds = of.userIds.filter((id) => id !== actorId);
      if (type === 'messaging.reaction-added.v1') of.userIds.push(actorId);
      message.reactions = message.reactions.filter((r) => r.emoji !== d.emoji);
      if (of.userIds.length > 0) message.reactions.push(of);
    }
  }
  return messages;
}

/** Reactions say who, not in which order. */
export const unordered = (messages: readonly MessageView[]): MessageView[] =>
  messages.map((message) => ({
    ...message,
    reactions: message.reactions
      .map(({ emoji, userIds }) => ({ emoji, userIds: [...userIds].sort() }))
      .sort((a, b) => (a.emoji < b.emoji ? -1 : 1)),
  }));

export function pageOf(
  log: readonly ConversationEvent[],
  query: { before?: number; after?: number; around?: number; limit?: number },
): MessagePage {
  const all = structuredClone(foldNaively(log));
  const limit = query.limit ?? 50;
  const pivot = query.after !== undefined ? query.after + 1 : (query.around ?? query.before ?? Infinity);
  const older = query.after !== undefined ? 0 : query.around !== undefined ? Math.floor(limit / 2) : limit;
  const newer = query.after !== undefined ? limit : query.around !== undefined ? limit - older : 0;
  const before = all.filter((m) => m.seq < pivot);
  const after = all.filter((m) => m.seq >= pivot);
  return {
    messages: [...before.slice(Math.max(0, before.length - older)), ...after.slice(0, newer)],
    hasMoreBefore: before.length > older,
    hasMoreAfter: after.length > newer,
    headSeq: log.length,
  };
}

export function rangeOf(log: readonly ConversationEvent[], fromSeq: number, floor: number, most: number): RangeResult {
  if (fromSeq <= floor) return { headSeq: log.length, events: [], reset: true };
  return { headSeq: log.length, events: log.slice(fromSeq - 1, fromSeq - 1 + most), reset: false };
}
