import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule, QueryBus, type Command, type Query } from '@nestjs/cqrs';
import { GroupsApi, GroupsModule } from '../../../src/groups/index.js';
import { Config, ConfigModule } from '../../../src/platform/config/index.js';
import { Database, DatabaseModule } from '../../../src/platform/database/index.js';
import { Journal, JournalModule, JournalReader } from '../../../src/platform/journal/index.js';

/** The part of one server process that this module needs, without HTTP. Several on one database are several nodes. */
export interface GroupsNode {
  run<R>(command: Command<R>): Promise<R>;
  ask<R>(query: Query<R>): Promise<R>;
  api: GroupsApi;
  journal: Journal;
  reader: JournalReader;
  database: Database;
  close(): Promise<void>;
}

export async function startGroupsNode(url: string): Promise<GroupsNode> {
  const config = Config.from({ DATABASE_URL: url });
  const root = {
    module: class GroupsNodeModule {},
    imports: [ConfigModule.with(config), CqrsModule.forRoot(), DatabaseModule, JournalModule, GroupsModule],
  };
  const app: INestApplicationContext = await NestFactory.createApplicationContext(root, {
    logger: false,
    abortOnError: false,
  });
  return {
    run: (command) => app.get(CommandBus).execute(command),
    ask: (query) => app.get(QueryBus).execute(query),
    api: app.get(GroupsApi),
    journal: app.get(Journal),
    reader: app.get(JournalReader),
    database: app.get(Database),
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
