import type { Conversation } from '../../../src/groups/domain/conversation.js';
import { ConversationRepository } from '../../../src/groups/persistence/conversation.repository.js';
import type { MessageFact } from '../../../src/messaging/domain/message.js';
import { MessageRepository } from '../../../src/messaging/persistence/message.repository.js';
import type { Tx } from '../../../src/platform/database/index.js';
import {
  type CommittedEntry,
  Journal,
  JournalUnavailable,
  type NewEntry,
} from '../../../src/platform/journal/index.js';
import { every, patch } from './patch.js';

interface Changing {
  pull(): MessageFact[];
}

interface Repository {
  save(tx: Tx, conversationId: string, message: Changing, actorId: string): Promise<CommittedEntry | null>;
  erase(tx: Tx, of: [number, string], seq: number, at: string): Promise<void>;
}

/** An edit is acked with its new version and not stored. */
export function loseEdit(): void {
  const due = every(3);
  patch<Repository, 'save'>(MessageRepository, 'save', (original) => {
    return async function (this: Repository, tx: Tx, conversationId: string, message: Changing, actorId: string) {
      const facts = message.pull();
      const lost = facts.some(({ type }) => type === 'messaging.message-edited.v1') && due();
      return lost ? null : original.call(this, tx, conversationId, { pull: () => facts }, actorId);
    };
  });
}

interface Conversations {
  save(tx: Tx, conversation: Pick<Conversation, 'pull' | 'snapshot'>, actorId: string): Promise<void>;
}

/** A removal is acked and not stored. */
export function loseRemoval(): void {
  const due = every(2);
  patch<Conversations, 'save'>(ConversationRepository, 'save', (original) => {
    return async function (this: Conversations, tx: Tx, conversation: Conversation, actorId: string) {
      const facts = conversation.pull();
      if (facts.some(({ type }) => type === 'groups.member-removed.v1') && due()) return;
      await original.call(this, tx, { snapshot: conversation.snapshot, pull: () => facts }, actorId);
    };
  });
}

/** A delete is an entry of the log and nothing more: the text stays where it is. */
export function resurrectDelete(): void {
  const due = every(2);
  patch<Repository, 'erase'>(MessageRepository, 'erase', (original) => {
    return async function (this: Repository, tx: Tx, of: [number, string], seq: number, at: string) {
      if (!due()) await original.call(this, tx, of, seq, at);
    };
  });
}

interface Writer {
  appendWithin(tx: Tx, entry: NewEntry, raiseAcl?: boolean): Promise<CommittedEntry>;
  publish(entries: CommittedEntry[]): void;
}

/** Listeners hear of an entry before its commit, and the commit fails. */
export function emitRolledBack(): void {
  const due = every(8);
  patch<Writer, 'appendWithin'>(Journal, 'appendWithin', (original) => {
    return async function (this: Writer, tx: Tx, entry: NewEntry, raiseAcl?: boolean) {
      const committed = await original.call(this, tx, entry, raiseAcl);
      if (!entry.type.startsWith('messaging.') || !due()) return committed;
      this.publish([committed]);
      throw new JournalUnavailable(new Error('planted'));
    };
  });
}
