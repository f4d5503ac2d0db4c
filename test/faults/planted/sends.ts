import type { FirstAnswer, MessageToSend } from '../../../src/messaging/persistence/sent-messages.js';
import { SentMessages } from '../../../src/messaging/persistence/sent-messages.js';
import type { Database } from '../../../src/platform/database/index.js';
import { type AppendLane, shardOf } from '../../../src/platform/journal/index.js';
import { newId } from '../../../src/shared/ids.js';
import { every, patch } from './patch.js';

interface Inner {
  append(message: MessageToSend): Promise<FirstAnswer | 'stale' | 'no-stream'>;
  database: Database;
  lane: AppendLane<FirstAnswer>;
}

/** Runs after each message that was stored for the first time; it may change the answer. */
function afterStoring(
  then: (self: Inner, message: MessageToSend, answer: FirstAnswer, began: number) => unknown,
): void {
  patch<Inner, 'append'>(SentMessages, 'append', (original) => {
    return async function (this: Inner, message: MessageToSend) {
      const began = performance.now();
      const answer = await original.call(this, message);
      if (typeof answer !== 'object' || answer.id !== message.data.messageId) return answer;
      return ((await then(this, message, answer, began)) as FirstAnswer | undefined) ?? answer;
    };
  });
}

/** An acked message is taken out of the database again, as if its commit had been lost. */
export function dropAcked(): void {
  const due = every(40);
  afterStoring(async ({ database }, { conversationId }, { seq }) => {
    if (!due()) return;
    const key = [shardOf(conversationId), conversationId, seq];
    await database.transaction(async (tx) => {
      await tx.query('DELETE FROM messages WHERE shard = $1 AND conversation_id = $2 AND seq = $3', key);
      await tx.query('DELETE FROM entries WHERE shard = $1 AND stream_id = $2 AND seq = $3', key);
      await tx.query('DELETE FROM outbox WHERE shard = $1 AND stream_id = $2 AND seq = $3', key);
    });
  });
}

/** The ack goes out with the number the message will have, and the crash comes before its commit. */
export function ackBeforeCommit(): void {
  const due = every(40);
  patch<Inner, 'append'>(SentMessages, 'append', (original) => {
    return async function (this: Inner, message: MessageToSend) {
      if (!due()) return original.call(this, message);
      const { conversationId, data } = message;
      const [head] = await this.database.named<{ last_seq: number }>(
        'planted-head',
        'SELECT last_seq FROM streams WHERE shard = $1 AND stream_id = $2',
        [shardOf(conversationId), conversationId],
      );
      return { id: data.messageId, seq: (head?.last_seq ?? 0) + 1, sentAt: Date.now(), same: true };
    };
  });
}

/** A repeat is not recognised: it is stored once more. */
export function duplicateOnRetry(): void {
  patch<Inner, 'append'>(SentMessages, 'append', (original) => {
    return async function (this: Inner, message: MessageToSend) {
      const answer = await original.call(this, message);
      const { conversationId: streamId, senderId: actorId, aclVersion, data, fingerprint } = message;
      if (typeof answer !== 'object' || !answer.same || answer.id === data.messageId) return answer;
      const { messageId, body, replyToSeq, mentions, mentionsAll } = data;
      const columns = [messageId, newId(), body, replyToSeq, `{${mentions.join(',')}}`, mentionsAll, fingerprint];
      const entry = {
        kind: 'conversation',
        streamId,
        type: 'messaging.message-sent.v1',
        actorId,
        payload: data,
      } as const;
      const again = await this.lane.append({ ...entry, aclVersion, columns });
      if (again.status !== 'appended') return answer;
      return { id: messageId, seq: again.entry.seq, sentAt: Date.parse(again.entry.at), same: true };
    };
  });
}

/** Two messages of a conversation, one acked before the other began, change places once they are published. */
export function swapNumbers(): void {
  const due = every(10);
  const last = new Map<string, { seq: number; ackedAt: number }>();
  afterStoring(({ database }, { conversationId }, { seq }, began) => {
    const before = last.get(conversationId);
    last.set(conversationId, { seq, ackedAt: performance.now() });
    if (!before || before.seq >= seq || before.ackedAt + 50 > began || !due()) return;
    setTimeout(() => void swap(database, conversationId, before.seq, seq).catch(() => undefined), 2_000).unref();
  });
}

async function swap(database: Database, id: string, a: number, b: number): Promise<void> {
  const key = [shardOf(id), id];
  await database.transaction(async (tx) => {
    for (const [table, column] of [
      ['messages', 'conversation_id'],
      ['entries', 'stream_id'],
    ] as const) {
      const move = `UPDATE ${table} SET seq = $4 WHERE shard = $1 AND ${column} = $2 AND seq = $3`;
      await tx.query(move, [...key, a, -1]);
      await tx.query(move, [...key, b, a]);
      await tx.query(move, [...key, -1, b]);
    }
  });
}

/** A number is given to nobody. */
export function skipNumber(): void {
  const due = every(30);
  afterStoring(async ({ database }, { conversationId }) => {
    if (!due()) return;
    const raise = 'UPDATE streams SET last_seq = last_seq + 1 WHERE shard = $1 AND stream_id = $2';
    await database.named('planted-skip', raise, [shardOf(conversationId), conversationId]);
  });
}
