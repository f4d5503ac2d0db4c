import { foldEntries, type FoldedMessage, shownAs } from './fold.js';
import type { SeenMessage } from '../history/index.js';
import type { History } from './history.js';
import { type ConversationLog, headOf, type LogEntry, servedLogs, type StoredLogs, storedLogs } from './log.js';
import { Membership } from './membership.js';
import { Cursors } from './standing.js';
import { type Send, sendKey, sendsOf, type Uttered, utteredTokens } from './sends.js';

/** A conversation as its log tells it. */
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
 * What must be, built twice and independently: from the final log of the database, or where it cannot be asked as the nodes serve it
 * (`conversations`, `logs`), and from what clients were told (`sends`, `uttered`). The invariants hold the two against each other and against what was seen.
 */
export interface Model {
  logs: StoredLogs;
  conversations: Map<string, Conversation>;
  sends: Map<string, Send>;
  uttered: Map<string, Uttered>;
  cursors: Cursors;
  /** False: the history has no log, so that there is nothing to hold anything against. */
  complete: boolean;
  /** False: the log is what the nodes serve, and there are no logs of the users' own. */
  stored: boolean;
}

export function modelOf(history: History): Model {
  const stored = history.finals('stream').length > 0;
  const logs = stored
    ? storedLogs(history.results('stream'), history.results('entry'))
    : servedLogs(history.results('log'));
  return {
    logs,
    conversations: new Map([...logs.conversations].map(([id, log]) => [id, conversationOf(log)])),
    sends: sendsOf(history),
    uttered: utteredTokens(history),
    cursors: new Cursors(logs.users),
    complete: stored || history.finals('log').length > 0,
    stored,
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
