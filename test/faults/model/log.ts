import type {
  ConversationEntries,
  ConversationEntryType,
  UserEntries,
  UserEntryType,
} from '../../../src/contract/index.js';
import { seenEntry, type Finals, type SeenEntry } from '../history/index.js';

/** An entry of a conversation's log in the database, or as it is served, with its digest. */
export type LogEntry<Type extends ConversationEntryType = ConversationEntryType> = {
  [T in Type]: Finals['entry'] & { type: T; data: ConversationEntries[T]; seen: SeenEntry };
}[Type];

export type UserLogEntry = {
  [T in UserEntryType]: Finals['entry'] & { type: T; data: UserEntries[T] };
}[UserEntryType];

/** A stream as the database has it at the end: everything, repeats and holes included. */
export interface StoredStream<E> {
  id: string;
  /** `last_seq` of the stream's own row; null: it has none. */
  lastSeq: number | null;
  /** In the order of their numbers. */
  entries: E[];
  /** The first one of each number. */
  at: Map<number, E>;
}

export type ConversationLog = StoredStream<LogEntry>;
export type UserLog = StoredStream<UserLogEntry>;

export interface StoredLogs {
  conversations: Map<string, ConversationLog>;
  users: Map<string, UserLog>;
  accounts: Map<string, StoredStream<Finals['entry']>>;
}

type Row = Finals['entry'];
type Logs = Record<keyof StoredLogs, Map<string, StoredStream<Row>>>;

const KINDS = { conversation: 'conversations', user: 'users', account: 'accounts' } as const;

export function storedLogs(
  streams: ReadonlyArray<Finals['stream']>,
  entries: ReadonlyArray<Finals['entry']>,
): StoredLogs {
  const logs: Logs = { conversations: new Map(), users: new Map(), accounts: new Map() };
  const kinds = new Map<string, keyof Logs>();
  for (const { streamId, kind, lastSeq } of streams) {
    kinds.set(streamId, KINDS[kind]);
    logs[KINDS[kind]].set(streamId, { id: streamId, lastSeq, entries: [], at: new Map() });
  }
  for (const entry of [...entries].sort((a, b) => a.seq - b.seq)) {
    const kind = kinds.get(entry.streamId) ?? 'conversations';
    const none: StoredStream<Row> = { id: entry.streamId, lastSeq: null, entries: [], at: new Map() };
    const log = logs[kind].get(entry.streamId) ?? none;
    logs[kind].set(entry.streamId, log);
    const kept = kind === 'conversations' ? { ...entry, seen: seenEntry(entry as LogEntry) } : entry;
    log.entries.push(kept);
    if (!log.at.has(entry.seq)) log.at.set(entry.seq, kept);
  }
  return logs as unknown as StoredLogs;
}

/**
 * Conversations as the nodes serve them to those who may read all of them: what any reader is told is there, as the first one is told.
 * The users' own logs nobody else may read.
 */
export function servedLogs(told: ReadonlyArray<Finals['log']>): StoredLogs {
  const heads = new Map<string, number>();
  const readers = new Map<string, string>();
  const entries: Row[] = [];
  for (const { conversationId: streamId, node, userId, headSeq, events, data } of told) {
    heads.set(streamId, Math.max(headSeq, heads.get(streamId) ?? 0));
    for (const [i, { seq, type, actorId, aclVersion }] of events.entries()) {
      const [number, reader] = [`${streamId} ${seq}`, `${node} ${userId}`];
      // What one reader is told twice stays twice.
      if ((readers.get(number) ?? reader) !== reader) continue;
      readers.set(number, reader);
      entries.push({ ...{ streamId, seq, type, actorId, aclVersion }, eventId: '', at: '', data: data[i]! });
    }
  }
  const streams = [...heads].map(([streamId, lastSeq]) => {
    return { streamId, kind: 'conversation' as const, lastSeq, aclVersion: 0 };
  });
  return storedLogs(streams, entries);
}

export const headOf = (log: StoredStream<{ seq: number }> | undefined): number => log?.entries.at(-1)?.seq ?? 0;
