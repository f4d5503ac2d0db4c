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
