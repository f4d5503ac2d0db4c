import { CommandBus, QueryBus, type Command, type Query } from '@nestjs/cqrs';
import { GroupsApi } from '../../../src/groups/index.js';
import { Database } from '../../../src/platform/database/index.js';
import { Journal, JournalReader } from '../../../src/platform/journal/index.js';
import { seedAccounts } from '../../support/accounts.js';
import { openAppContext } from '../../support/app-context.js';

/** One server process as this module's tests see it. */
export interface GroupsNode {
  run<R>(command: Command<R>): Promise<R>;
  ask<R>(query: Query<R>): Promise<R>;
  people(count: number): Promise<string[]>;
  api: GroupsApi;
  journal: Journal;
  reader: JournalReader;
  database: Database;
  close(): Promise<void>;
}

export async function startGroupsNode(url: string, env: Record<string, string> = {}): Promise<GroupsNode> {
  const app = await openAppContext(url, env);
  const [database, journal] = [app.get(Database), app.get(Journal)];
  return {
    run: (command) => app.get(CommandBus).execute(command),
    ask: (query) => app.get(QueryBus).execute(query),
    people: (count) => seedAccounts(database, journal, count),
    api: app.get(GroupsApi),
    journal,
    reader: app.get(JournalReader),
    database,
    close: () => app.close(),
  };
}

/** The stable code of a refusal; fails where nothing was refused. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    (value) => Promise.reject(new Error(`not refused: ${JSON.stringify(value)}`)),
    (error: { code?: string }) => error.code ?? 'no code',
  );
}

/** As if he had made so many groups: nothing but what says so, which is enough to be counted. */
export const ownGroups = (database: Database, userId: string, count: number): Promise<unknown> =>
  database.named(
    'test-own-groups',
    `WITH made AS (
       INSERT INTO conversations (shard, id, kind, title, history_visibility, created_by, created_at, member_count, acl_version)
       SELECT 0, gen_random_uuid(), 'group', 'Tea', 'joined', $1, now(), 1, 1 FROM generate_series(1, $2::int)
       RETURNING shard, id)
     INSERT INTO members (shard, conversation_id, user_id, role, joined_seq, joined_at)
     SELECT shard, id, $1, 'owner', 1, now() FROM made`,
    [userId, count],
  );
