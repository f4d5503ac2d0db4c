import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type Command, CommandBus, CqrsModule, type Query, QueryBus } from '@nestjs/cqrs';
import type { MemberRole, SendInput, SendResult } from '../../../src/contract/index.js';
import { AddMembers } from '../../../src/groups/use-cases/add-members.js';
import { ChangeRole } from '../../../src/groups/use-cases/change-role.js';
import { CreateGroup } from '../../../src/groups/use-cases/create-group.js';
import { MessagingModule } from '../../../src/messaging/index.js';
import { SendMessage } from '../../../src/messaging/use-cases/send-message.js';
import { Config, ConfigModule } from '../../../src/platform/config/index.js';
import { Database, DatabaseModule } from '../../../src/platform/database/index.js';
import { Journal, JournalModule, JournalReader } from '../../../src/platform/journal/index.js';
import { RateLimitModule } from '../../../src/platform/rate-limit/index.js';
import { newId } from '../../../src/shared/ids.js';

/** The part of one server process that this module needs, without HTTP. Several on one database are several nodes. */
export class MessagingNode {
  private constructor(readonly app: INestApplicationContext) {}

  static async start(url: string, env: Record<string, string> = {}): Promise<MessagingNode> {
    const config = Config.from({ DATABASE_URL: url, DATABASE_POOL: '4', ...env });
    const root = {
      module: class MessagingNodeModule {},
      imports: [
        ConfigModule.with(config),
        CqrsModule.forRoot(),
        DatabaseModule,
        JournalModule,
        RateLimitModule,
        MessagingModule,
      ],
    };
    return new MessagingNode(
      await NestFactory.createApplicationContext(root, { logger: ['error'], abortOnError: false }),
    );
  }

  run<R>(command: Command<R>): Promise<R> {
    return this.app.get(CommandBus).execute(command);
  }
  ask<R>(query: Query<R>): Promise<R> {
    return this.app.get(QueryBus).execute(query);
  }
  get journal(): Journal {
    return this.app.get(Journal);
  }
  get reader(): JournalReader {
    return this.app.get(JournalReader);
  }
  get database(): Database {
    return this.app.get(Database);
  }
  close(): Promise<void> {
    return this.app.close();
  }

  send(senderId: string, conversationId: string, body: string, over: Partial<SendInput> = {}): Promise<SendResult> {
    return this.run(new SendMessage(senderId, { conversationId, clientMessageId: newId(), body, ...over }));
  }

  /** A group of an owner and so many members; `people[0]` is the owner. */
  async group(members: number, visibility: 'joined' | 'shared' = 'shared'): Promise<{ id: string; people: string[] }> {
    const people = Array.from({ length: members + 1 }, () => newId());
    const { id } = await this.run(new CreateGroup(people[0]!, 'Group', people.slice(1), visibility));
    return { id, people };
  }

  async add(actor: string, conversationId: string, userId = newId(), role: MemberRole = 'member'): Promise<string> {
    await this.run(new AddMembers(actor, conversationId, [userId]));
    if (role !== 'member') await this.run(new ChangeRole(actor, conversationId, userId, role));
    return userId;
  }

  /** Everything in a conversation's log, from the beginning. */
  log(conversationId: string) {
    return this.reader.range('conversation', conversationId, 1, 1_000_000, 1_000_000);
  }
}

/** The stable code of a refusal; fails where nothing was refused. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    (value) => Promise.reject(new Error(`not refused: ${JSON.stringify(value)}`)),
    (error: { code?: string; message?: string }) => error.code ?? `no code: ${error.message}`,
  );
}
