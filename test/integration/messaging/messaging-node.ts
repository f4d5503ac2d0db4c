import type { INestApplicationContext } from '@nestjs/common';
import { type Command, CommandBus, type Query, QueryBus } from '@nestjs/cqrs';
import type { MemberRole, SendInput, SendResult } from '../../../src/contract/index.js';
import { AddMembers } from '../../../src/groups/use-cases/add-members.js';
import { ChangeRole } from '../../../src/groups/use-cases/change-role.js';
import { CreateGroup } from '../../../src/groups/use-cases/create-group.js';
import { SendMessage } from '../../../src/messaging/use-cases/send-message.js';
import { Database } from '../../../src/platform/database/index.js';
import { Journal, JournalReader } from '../../../src/platform/journal/index.js';
import { newId } from '../../../src/shared/ids.js';
import { seedAccounts } from '../../support/accounts.js';
import { openAppContext } from '../../support/app-context.js';

/** The part of one server process that this module needs, without HTTP. Several on one database are several nodes. */
export class MessagingNode {
  private constructor(readonly app: INestApplicationContext) {}

  static async start(url: string, env: Record<string, string> = {}): Promise<MessagingNode> {
    return new MessagingNode(await openAppContext(url, { DATABASE_POOL: '4', ...env }));
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

  people(count: number): Promise<string[]> {
    return seedAccounts(this.database, this.journal, count);
  }

  /** A group of an owner and so many members; `people[0]` is the owner. */
  async group(members: number, visibility: 'joined' | 'shared' = 'shared'): Promise<{ id: string; people: string[] }> {
    const people = await this.people(members + 1);
    const { id } = await this.run(new CreateGroup(people[0]!, 'Group', people.slice(1), visibility));
    return { id, people };
  }

  async add(actor: string, conversationId: string, given?: string, role: MemberRole = 'member'): Promise<string> {
    const userId = given ?? (await this.people(1))[0]!;
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
