import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { AppModule } from '../../../src/app.module.js';
import { AddMembers } from '../../../src/groups/use-cases/add-members.js';
import { CreateDirect } from '../../../src/groups/use-cases/create-direct.js';
import { CreateGroup } from '../../../src/groups/use-cases/create-group.js';
import { LeaveConversation } from '../../../src/groups/use-cases/leave-conversation.js';
import { RemoveMember } from '../../../src/groups/use-cases/remove-member.js';
import { Config } from '../../../src/platform/config/index.js';
import { Database } from '../../../src/platform/database/index.js';
import { Journal, JournalReader } from '../../../src/platform/journal/index.js';
import { configureLog } from '../../../src/platform/observability/index.js';
import { connectReactions } from '../../../src/platform/transport/index.js';
import { seedAccounts } from '../../support/accounts.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';

await describeWith('postgres', "the users' own logs", () => {
  let nodes: INestApplication[];

  beforeAll(async () => {
    configureLog('silent', 'json');
    const { url } = await freshDatabase();
    nodes = await Promise.all(
      [1, 2].map(async () => {
        const config = Config.from({ DATABASE_URL: url, METRICS_PORT: '0' });
        const app = await NestFactory.create(AppModule.with(config), new FastifyAdapter(), { logger: false });
        await connectReactions(app);
        return app.init();
      }),
    );
  });
  afterAll(() => Promise.all(nodes?.map((app) => app.close()) ?? []));

  const users = (count: number) => seedAccounts(nodes[0]!.get(Database), nodes[0]!.get(Journal), count);
  const ownLog = async (userId: string) => {
    const entries = await nodes[0]!.get(JournalReader).range('user', userId, 1, 100, 100);
    const own = entries.filter((e) => e.type.startsWith('groups.'));
    return own.map((e) => ({ type: e.type, actorId: e.actorId, ...(JSON.parse(e.payloadJson) as object) }));
  };
  const outboxEmpty = async () =>
    expect(await nodes[0]!.get(Database).named('test-outbox', 'SELECT 1 FROM outbox LIMIT 1', [])).toEqual([]);

  it('say once, and in order, what their user joined and what he no longer belongs to', async () => {
    const [owner, ann, bob] = (await users(3)) as [string, string, string];
    const [a, b] = nodes.map((app) => app.get(CommandBus)) as [CommandBus, CommandBus];
    const { id } = await a.execute(new CreateGroup(owner, 'Tea', [ann], 'joined'));
    await b.execute(new AddMembers(owner, id, [bob]));
    await a.execute(new RemoveMember(owner, id, ann));
    await b.execute(new AddMembers(owner, id, [ann]));
    await a.execute(new LeaveConversation(bob, id));
    const { conversation } = await b.execute(new CreateDirect(ann, bob));

    const joined = (conversationId: string, conversationSeq: number, actorId: string) => ({
      type: 'groups.joined.v1',
      actorId,
      conversationId,
      conversationSeq,
    });
    const removed = (conversationSeq: number, actorId: string) => ({
      ...joined(id, conversationSeq, actorId),
      type: 'groups.removed.v1',
    });
    const direct = joined(conversation.id, 1, ann);
    const lengths = async () => Promise.all([owner, ann, bob].map(async (user) => (await ownLog(user)).length));
    await vi.waitFor(async () => expect(await lengths()).toEqual([1, 4, 3]), { timeout: 10_000, interval: 50 });
    await vi.waitFor(outboxEmpty, { timeout: 10_000, interval: 50 });
    expect(await ownLog(owner)).toEqual([joined(id, 1, owner)]);
    const inGroup = (log: object[]) => log.filter((e) => 'conversationId' in e && e.conversationId === id);
    expect(inGroup(await ownLog(ann))).toEqual([joined(id, 1, owner), removed(3, owner), joined(id, 4, owner)]);
    expect(inGroup(await ownLog(bob))).toEqual([joined(id, 2, owner), removed(5, bob)]);
    // Between two conversations there is no order; within the own log each stands once.
    expect(await ownLog(ann)).toContainEqual(direct);
    expect(await ownLog(bob)).toContainEqual(direct);
    expect(await ownLog(ann)).toHaveLength(4);
  });
});
