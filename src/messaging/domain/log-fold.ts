import type { ConversationEntries, ConversationEntryType } from '../../contract/index.js';

export interface LogEntry {
  seq: number;
  type: string;
  actorId: string;
  data: unknown;
}

interface FoldedMessage {
  authorId: string;
  mentions: ReadonlySet<string>;
  mentionsAll: boolean;
}

/**
 * What a conversation's log says by itself: its members with the number of their joining, and the messages that stand. It
 * shares nothing with the tables that answer clients, so that the two can be held against each other.
 */
export class LogFold {
  /** User id → number of the entry that made him a member. */
  readonly members = new Map<string, number>();
  private readonly messages = new Map<number, FoldedMessage>();

  apply({ seq, type, actorId, data }: LogEntry): void {
    const as = <T extends ConversationEntryType>(_: T) => data as ConversationEntries[T];
    switch (type) {
      case 'groups.conversation-created.v1':
        return as(type).members.forEach((m) => this.members.set(m.userId, seq));
      case 'groups.member-added.v1':
        return void this.members.set(as(type).userId, seq);
      case 'groups.member-removed.v1':
      case 'groups.member-left.v1':
        return void this.members.delete(as(type).userId);
      case 'messaging.message-sent.v1':
        return this.say(seq, actorId, as(type));
      case 'messaging.message-edited.v1':
        return this.say(as(type).targetSeq, actorId, as(type));
      case 'messaging.message-deleted.v1':
        return void this.messages.delete(as(type).targetSeq);
    }
  }

  /** Messages of others above the cursor that stand. */
  unread(userId: string, readSeq: number): { messages: number; mentions: number } {
    let [messages, mentions] = [0, 0];
    for (const [seq, m] of this.messages) {
      if (seq <= readSeq || m.authorId === userId) continue;
      messages++;
      if (m.mentionsAll || m.mentions.has(userId)) mentions++;
    }
    return { messages, mentions };
  }

  private say(seq: number, authorId: string, { mentions, mentionsAll }: { mentions: string[]; mentionsAll: boolean }) {
    this.messages.set(seq, { authorId, mentions: new Set(mentions), mentionsAll });
  }
}
