import { LIMITS, type ConversationEntries, type MemberRole } from '../../contract/index.js';
import { AggregateRoot } from '../../shared/aggregate-root.js';
import { newId } from '../../shared/ids.js';
import { MayNotDelete, MessageDeleted, NotTheAuthor, TooManyReactions } from '../errors.js';
import type { Emoji } from './emoji.js';
import type { Mentions } from './mentions.js';
import type { MessageBody } from './message-body.js';

type MessagingEntryType = Extract<keyof ConversationEntries, `messaging.${string}`>;
export type MessageFact = {
  [T in MessagingEntryType]: { type: T; data: ConversationEntries[T] };
}[MessagingEntryType];

export interface MessageState {
  id: string;
  seq: number;
  authorId: string;
  /** Null: deleted. */
  body: string | null;
  version: number;
  /** Different emojis it carries, from anybody. */
  emojis: ReadonlySet<string>;
  /** Emojis the acting user put there. */
  mine: ReadonlySet<string>;
}

/** The payload of a new message's entry. A message gets its number, and with it its place, only at the append. */
export function newMessage(
  clientMessageId: string,
  body: MessageBody,
  replyToSeq: number | null,
  { userIds, all }: Mentions,
): ConversationEntries['messaging.message-sent.v1'] {
  return {
    messageId: newId(),
    clientMessageId,
    body: body.text,
    replyToSeq,
    mentions: userIds,
    mentionsAll: all,
  };
}

/**
 * A message that stands in the log. Its rules: only the author edits; the author, an admin or an owner deletes; what is
 * deleted stays deleted; repeating a change changes nothing and records nothing.
 */
export class Message extends AggregateRoot<MessageFact> {
  constructor(private state: MessageState) {
    super();
  }

  get version(): number {
    return this.state.version;
  }

  edit(actor: string, body: MessageBody, { userIds, all }: Mentions): void {
    if (actor !== this.state.authorId) throw new NotTheAuthor();
    this.mustStand();
    if (body.text === this.state.body) return;
    const { id: messageId, seq: targetSeq, version } = this.state;
    this.state = { ...this.state, body: body.text, version: version + 1 };
    this.record({
      type: 'messaging.message-edited.v1',
      data: { targetSeq, messageId, version: version + 1, body: body.text, mentions: userIds, mentionsAll: all },
    });
  }

  delete(actor: string, role: MemberRole): void {
    if (actor !== this.state.authorId && role === 'member') throw new MayNotDelete();
    if (this.state.body === null) return;
    this.state = { ...this.state, body: null };
    this.record({
      type: 'messaging.message-deleted.v1',
      data: { targetSeq: this.state.seq, messageId: this.state.id },
    });
  }

  react(emoji: Emoji): void {
    this.mustStand();
    const { emojis, mine, seq: targetSeq } = this.state;
    if (mine.has(emoji.value)) return;
    if (!emojis.has(emoji.value) && emojis.size >= LIMITS.reactionsPerMessage)
      throw new TooManyReactions(LIMITS.reactionsPerMessage);
    this.record({ type: 'messaging.reaction-added.v1', data: { targetSeq, emoji: emoji.value } });
  }

  unreact(emoji: Emoji): void {
    if (!this.state.mine.has(emoji.value)) return;
    this.record({ type: 'messaging.reaction-removed.v1', data: { targetSeq: this.state.seq, emoji: emoji.value } });
  }

  private mustStand(): void {
    if (this.state.body === null) throw new MessageDeleted();
  }
}
