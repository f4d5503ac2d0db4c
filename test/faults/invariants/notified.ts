import type { Conversation } from '../model/model.js';

/**
 * What of a conversation a user's notification list may hold at the end: standing messages addressed to him (in a direct one
 * all of the other's, in a group those that mention him) and the entry that invited him, of his present membership. `must`: it has to,
 * because he has not read that far; what is read before its consumer came by is never noted.
 */
export function* mayBeTold(
  { log, messages, membership }: Conversation,
  userId: string,
  readSeq: number,
): Iterable<{ seq: number; must: boolean }> {
  const interval = membership.current(userId);
  if (!interval) return;
  const direct = log.entries.some((e) => e.type === 'groups.conversation-created.v1' && e.data.kind === 'direct');
  for (const { seq, authorId, deleted, mentions, mentionsAll } of messages.values()) {
    if (deleted || authorId === userId || seq < interval.from) continue;
    if (direct || mentionsAll || mentions.includes(userId)) yield { seq, must: seq > readSeq };
  }
  const invitation = log.at.get(interval.from);
  if (!direct && invitation && invitation.actorId !== userId) {
    // His read pointer begins there: only beyond it the invitation is read.
    yield { seq: interval.from, must: interval.from >= readSeq };
  }
}
