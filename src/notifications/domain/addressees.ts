import type { ConversationKind, NotificationKind } from '../../contract/index.js';

/** What of a conversation decides who is addressed. */
export interface Audience {
  kind: ConversationKind;
  members: ReadonlyMap<string, { readonly joinedSeq: number }>;
}

export interface Addressed {
  kind: NotificationKind;
  userIds: string[];
  /** They are mentioned, which reaches also those who muted the conversation. */
  byName: boolean;
}

/**
 * Whom a message is for in particular: the other one of a direct conversation, those it mentions in a group. Never its
 * author, and nobody who joined after it.
 */
export function addressedBy(
  message: { authorId: string; seq: number; mentions: readonly string[]; mentionsAll: boolean },
  { kind, members }: Audience,
): Addressed {
  const direct = kind === 'direct';
  const named = direct || message.mentionsAll ? [...members.keys()] : message.mentions;
  const userIds = named.filter(
    (id) => id !== message.authorId && (members.get(id)?.joinedSeq ?? Infinity) <= message.seq,
  );
  const byName = !direct || message.mentionsAll || userIds.some((id) => message.mentions.includes(id));
  return { kind: direct ? 'direct' : 'mention', userIds: [...new Set(userIds)], byName };
}
