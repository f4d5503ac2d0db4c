import type { EntryType } from '../../../src/contract/index.js';
import type { FirstAnswer, MessageToSend } from '../../../src/messaging/persistence/sent-messages.js';
import { SentMessages } from '../../../src/messaging/persistence/sent-messages.js';
import type { Database } from '../../../src/platform/database/index.js';
import { type AppendLane, type Companion, Journal, type NewEntry } from '../../../src/platform/journal/index.js';
import { every, patch } from '../planted/patch.js';
import { MOODS, NEWER_TYPES } from './types.js';

interface Sending {
  append(message: MessageToSend): Promise<FirstAnswer | 'stale' | 'no-stream'>;
  database: Database;
}

interface Lanes {
  lane(companion: Companion | null): AppendLane<unknown>;
}

/**
 * What a later version may do, by the rules of the contract: facts that this one does not know about, as a field more of an entry
 * and as entries of types that do not exist yet, in conversations and in users' own logs, and columns that only it writes.
 */
export function speakNewer(): void {
  let journal: Journal | undefined;
  patch<Lanes, 'lane'>(Journal, 'lane', (original) => {
    return function (this: Lanes, companion: Companion | null) {
      journal = this as unknown as Journal;
      return original.call(this, companion);
    };
  });
  const due = every(3);
  patch<Sending, 'append'>(SentMessages, 'append', (original) => {
    return async function (this: Sending, message: MessageToSend) {
      const mood = MOODS[Math.floor(Math.random() * MOODS.length)]!;
      const answer = await original.call(this, { ...message, data: { ...message.data, ...{ mood } } });
      if (typeof answer === 'object' && due()) await tell(this.database, journal!, message, mood);
      return answer;
    };
  });
}

async function tell(database: Database, journal: Journal, message: MessageToSend, mood: string): Promise<void> {
  const { conversationId, senderId: actorId } = message;
  const entry = (kind: NewEntry['kind'], streamId: string, type: string): NewEntry => {
    return { kind, streamId, type: type as EntryType, actorId, aclVersion: null, payload: { conversationId, mood } };
  };
  await database.transaction(async (tx) => {
    await journal.appendAllWithin(tx, [
      entry('conversation', conversationId, NEWER_TYPES.conversation),
      entry('user', actorId, NEWER_TYPES.user),
    ]);
    await tx.query('INSERT INTO moods (user_id, mood) VALUES ($1, $2)', [actorId, mood]);
  });
}
