import { hash } from 'node:crypto';
import type { ConversationEntryType, MessageView, ReactionView } from '../../../src/contract/index.js';
import { tokenIn } from './token.js';

/** An entry of a conversation's log as somebody saw it. */
export interface SeenEntry {
  seq: number;
  aclVersion: number;
  type: ConversationEntryType;
  actorId: string;
  /** Of everything that never changes: type, actor and data without the text. 16 hexadecimal digits. */
  hash: string;
  /** Of what a delete takes away: body and mentions. Null: nothing (left) to take. */
  text: string | null;
  /** The token in its body. */
  token: string | null;
}

/** A message as a page, a timeline or the model shows it. */
export interface SeenMessage {
  seq: number;
  id: string;
  authorId: string;
  clientMessageId: string;
  replyToSeq: number | null;
  version: number;
  /** Hash of body and mentions; null once deleted. */
  text: string | null;
  token: string | null;
  deleted: boolean;
  /** `emoji userId`, sorted. */
  reactions: string[];
}

type Text = { body?: unknown; mentions?: unknown; mentionsAll?: unknown };

/** What the digest needs of a `ConversationEvent`, or of a row of `entries`. */
export interface Entry {
  seq: number;
  aclVersion: number;
  type: ConversationEntryType;
  actorId: string;
  data: object;
}

export function seenEntry({ seq, aclVersion, type, actorId, data }: Entry): SeenEntry {
  const { body, mentions, mentionsAll, ...facts } = data as Text;
  const text = typeof body === 'string' ? body : null;
  return {
    ...{ seq, aclVersion, type, actorId },
    hash: digest([type, actorId, facts]),
    text: text === null ? null : textHash(text, mentions as string[], mentionsAll === true),
    token: tokenIn(text),
  };
}

export function seenMessage(message: MessageView): SeenMessage {
  const { seq, id, authorId, clientMessageId, replyToSeq, version, body, mentions, mentionsAll } = message;
  return {
    ...{ seq, id, authorId, clientMessageId, replyToSeq, version },
    text: body === null ? null : textHash(body, mentions, mentionsAll),
    token: tokenIn(body),
    deleted: message.deletedAt !== null,
    reactions: reactionList(message.reactions),
  };
}

export const textHash = (body: string, mentions: readonly string[] = [], mentionsAll = false): string =>
  digest([body, [...mentions].sort(), mentionsAll]);

const reactionList = (reactions: readonly ReactionView[]): string[] =>
  reactions.flatMap(({ emoji, userIds }) => userIds.map((userId) => `${emoji} ${userId}`)).sort();

const digest = (value: unknown): string => hash('sha256', JSON.stringify(sorted(value)), 'hex').slice(0, 16);

/** Keys in order, so that two spellings of one thing hash alike (Postgres' jsonb orders keys its own way). */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
