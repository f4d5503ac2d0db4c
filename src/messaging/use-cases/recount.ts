import type { Queries } from '../../platform/database/index.js';
import { fromJoining } from '../domain/cursor.js';
import { LogFold } from '../domain/log-fold.js';
import { type ConversationState, statesWithin } from '../persistence/conversation-states.js';
import { conversations, cursors, logOf, type StreamRow } from '../persistence/recount-source.js';

interface Counted {
  deliveredSeq: number;
  readSeq: number;
  messages: number;
  mentions: number;
}

export interface Difference {
  conversationId: string;
  userId: string;
  /** What the log says. */
  counted: Counted;
  /** What clients are answered; null: nothing, because membership differs. */
  answered: Counted | null;
}

export interface RecountReport {
  conversations: number;
  members: number;
  /** Conversations and members whose log no longer reaches back to its beginning, so that it alone cannot tell. */
  skipped: number;
  differences: Difference[];
}

/**
 * Counts everybody's cursors and unread anew from the logs alone and holds that against what clients are answered. `db` must
 * be one snapshot (a REPEATABLE READ transaction): then it can run while people talk.
 */
export async function recount(db: Queries): Promise<RecountReport> {
  const report: RecountReport = { conversations: 0, members: 0, skipped: 0, differences: [] };
  for await (const stream of conversations(db)) {
    report.conversations++;
    const fold = await foldOf(db, stream);
    if (fold) await compare(db, stream, fold, report);
    else report.skipped++;
  }
  return report;
}

async function foldOf(db: Queries, stream: StreamRow): Promise<LogFold | null> {
  const fold = new LogFold();
  let expected = 1;
  for await (const entry of logOf(db, stream)) {
    if (entry.seq !== expected++) return null;
    fold.apply(entry);
  }
  return expected === stream.last_seq + 1 ? fold : null;
}

async function compare(db: Queries, stream: StreamRow, fold: LogFold, report: RecountReport): Promise<void> {
  const { stream_id: conversationId, acl_version: aclVersion } = stream;
  const moved = await cursors(db, conversationId, [...fold.members.keys()]);
  for (const [userId, joinedSeq] of fold.members) {
    const own = moved.get(userId);
    if (!own) {
      report.skipped++;
      continue;
    }
    report.members++;
    const cursor = fromJoining(own, joinedSeq);
    const counted = { ...cursor, ...fold.unread(userId, cursor.readSeq) };
    const states = await statesWithin(db, userId, [{ conversationId, aclVersion, joinedSeq }]);
    const answered = answeredBy(states.get(conversationId));
    if (!same(counted, answered)) report.differences.push({ conversationId, userId, counted, answered });
  }
}

function answeredBy(state: ConversationState | undefined): Counted | null {
  if (!state) return null;
  const { messages, mentions } = state.unread;
  return { ...state.cursor, messages, mentions };
}

const same = (a: Counted, b: Counted | null): boolean =>
  b !== null && (Object.keys(a) as Array<keyof Counted>).every((key) => a[key] === b[key]);
