import { foldEntries, type FoldedMessage, shownAs } from './fold.js';
import type { SeenMessage } from '../history/index.js';
import type { History } from './history.js';
import { type ConversationLog, headOf, type LogEntry, type StoredLogs, storedLogs } from './log.js';
import { Membership } from './membership.js';
import { Cursors } from './standing.js';
import { type Send, sendKey, sendsOf, type Uttered, utteredTokens } from './sends.js';

/** A conversation as the database's log tells it. */
export interface Conversation {
  id: string;
  log: ConversationLog;
  head: number;
  membership: Membership;
  messages: Map<number, FoldedMessage>;
  /** The same as a page or a timeline shows them. */
  shown: Map<number, SeenMessage>;
  /** The `message-sent` entries of each send's key: one, if all is well. */
  sent: Map<string, LogEntry[]>;
}

/**
 * What must be, built twice and independently: from the database's final log (`conversations`, `logs`), and from what clients
 * were told (`sends`, `uttered`). The invariants hold the two against each other and against what was seen.
 */
export interface Model {
  logs: StoredLogs;
  conversations: Map<string, Conversation>;
  sends: Map<string, Send>;
  uttered: Map<string, Uttered>;
  cursors: Cursors;
  /** False: the history has no database log, so that there is nothing to hold anything against. */
  complete: boolean;
}

export function modelOf(history: History): Model {
  const logs = storedLogs(history.results('stream'), history.results('entry'));
  return {
    logs,
    conversations: new Map([...logs.conversations].map(([id, log]) => [id, conversationOf(log)])),
    sends: sendsOf(history),
    uttered: utteredTokens(history),
    cursors: new Cursors(logs.users),
    complete: history.finals('stream').length > 0,
  };
}

function conversationOf(log: ConversationLog): Conversation {
  const sent = new Map<string, LogEntry[]>();
  for (const entry of log.entries) {
    if (entry.type !== 'messaging.message-sent.v1') continue;
    const key = sendKey(log.id, entry.actorId, entry.data.clientMessageId);
    sent.set(key, [...(sent.get(key) ?? []), entry]);
  }
  const messages = foldEntries(log.entries);
  const shown = new Map([...messages].map(([seq, message]) => [seq, shownAs(message)]));
  return { id: log.id, log, head: headOf(log), membership: new Membership(log), messages, shown, sent };
}
