import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database, type Tx } from '../../platform/database/index.js';
import { fromJoining } from '../domain/cursor.js';
import { LogFold } from '../domain/log-fold.js';
import { ConversationStates } from '../persistence/conversation-states.js';
import { RecountSource, type StreamRow } from '../persistence/recount-source.js';

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
  /** Their log no longer reaches back to its beginning, so it alone cannot tell. */
  skipped: number;
  differences: Difference[];
}

/** Counts everybody's cursors and unread anew from the logs alone and holds that against what clients are answered. */
export class Recount extends Query<RecountReport> {}

@QueryHandler(Recount)
export class RecountHandler implements IQueryHandler<Recount> {
  constructor(
    private readonly database: Database,
    private readonly source: RecountSource,
    private readonly states: ConversationStates,
  ) {}

  execute(): Promise<RecountReport> {
    return this.database.transaction(async (tx) => {
      // One snapshot for both sides: it can run while people talk.
      await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      const report: RecountReport = { conversations: 0, members: 0, skipped: 0, differences: [] };
      for await (const stream of this.source.conversations(tx)) {
        report.conversations++;
        const fold = await this.fold(tx, stream);
        if (fold) await this.compare(tx, stream, fold, report);
        else report.skipped++;
      }
      return report;
    });
  }

  private async fold(tx: Tx, stream: StreamRow): Promise<LogFold | null> {
    const fold = new LogFold();
    let expected = 1;
    for await (const entry of this.source.log(tx, stream)) {
      if (entry.seq !== expected++) return null;
      fold.apply(entry);
    }
    return expected === stream.last_seq + 1 ? fold : null;
  }

  private async compare(tx: Tx, stream: StreamRow, fold: LogFold, report: RecountReport): Promise<void> {
    const { stream_id: conversationId, acl_version: aclVersion } = stream;
    const cursors = await this.source.cursors(tx, conversationId, [...fold.members.keys()]);
    for (const [userId, joinedSeq] of fold.members) {
      const moved = cursors.get(userId);
      if (!moved) {
        report.skipped++;
        continue;
      }
      report.members++;
      const cursor = fromJoining(moved, joinedSeq);
      const counted = { ...cursor, ...fold.unread(userId, cursor.readSeq) };
      const state = (await this.states.within(tx, userId, [{ conversationId, aclVersion, joinedSeq }])).get(
        conversationId,
      );
      const answered = state
        ? { ...state.cursor, messages: state.unread.messages, mentions: state.unread.mentions }
        : null;
      if (!same(counted, answered)) report.differences.push({ conversationId, userId, counted, answered });
    }
  }
}

const same = (a: Counted, b: Counted | null): boolean =>
  b !== null && (Object.keys(a) as Array<keyof Counted>).every((key) => a[key] === b[key]);
