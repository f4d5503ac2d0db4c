import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { AddMembers } from '../../../src/groups/use-cases/add-members.js';
import { ChangeRole } from '../../../src/groups/use-cases/change-role.js';
import { CreateDirect } from '../../../src/groups/use-cases/create-direct.js';
import { CreateGroup } from '../../../src/groups/use-cases/create-group.js';
import { GetConversation } from '../../../src/groups/use-cases/get-conversation.js';
import { LeaveConversation } from '../../../src/groups/use-cases/leave-conversation.js';
import { ListMembers } from '../../../src/groups/use-cases/list-members.js';
import { RenameGroup } from '../../../src/groups/use-cases/rename-group.js';
import { toProblem } from '../../../src/platform/errors/index.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { type GroupsNode, startGroupsNode } from './groups-node.js';

const WAITING = `SELECT FROM pg_locks
  WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

await describeWith('postgres', 'the answer to a change of a conversation', () => {
  let node: GroupsNode;
  let other: GroupsNode;

  beforeAll(async () => {
    const { url } = await freshDatabase();
    [node, other] = await Promise.all([startGroupsNode(url, { DATABASE_POOL: '2' }), startGroupsNode(url)]);
  });
  afterAll(() => Promise.all([node?.close(), other?.close()]));

  const group = async () => {
    const [owner, admin, third] = (await node.people(3)) as [string, string, string];
    const { id } = await node.run(new CreateGroup(owner, 'Tea', [admin], 'joined'));
    await node.run(new ChangeRole(owner, id, admin, 'admin'));
    return { id, owner, admin, third };
  };
  const shown = (id: string, to: string) => node.ask(new GetConversation(to, id));
  const member = async (id: string, userId: string) =>
    (await node.ask(new ListMembers(userId, id, 10))).items.find((m) => m.userId === userId);
  const code = <T>(work: Promise<T>) => work.catch((error: unknown) => toProblem(error).code);

  /**
   * From when it writes to the log until it has answered, or until `then` is done, the change finds no connection but that of its
   * own transaction.
   */
  async function alone<T>(change: () => Promise<T>, then?: () => Promise<unknown>): Promise<T | string> {
    const { hot } = node.database;
    const taken: Array<{ release(): void }> = [];
    let answer!: Promise<T | string>;
    await other.database.transaction(async (tx) => {
      await tx.query('LOCK TABLE entries IN SHARE MODE');
      answer = code(change());
      await vi.waitFor(async () => expect(await tx.query(WAITING)).toHaveLength(1), { timeout: 4_000 });
      while (taken.length < hot.options.max) taken.push(await hot.connect());
    });
    await (then ? then() : answer);
    for (const connection of taken) connection.release();
    return answer;
  }

  /** What each answers, and what is answered later to whoever asks. */
  const changes: Record<string, (of: Awaited<ReturnType<typeof group>>) => Promise<[unknown, unknown]>> = {
    'a new group': async ({ owner, third }) => {
      const id = newId();
      const did = await alone(() => node.run(new CreateGroup(owner, 'Coffee', [third], 'shared', id)));
      return [did, await shown(id, owner)];
    },
    'a direct conversation': async ({ owner, third }) => {
      const did = await alone(() => node.run(new CreateDirect(owner, third)));
      return [did, { ...(await node.run(new CreateDirect(owner, third))), created: true }];
    },
    'a new title': async ({ id, admin }) => {
      const did = await alone(() => node.run(new RenameGroup(admin, id, 'Coffee')));
      return [did, await shown(id, admin)];
    },
    'an added member': async ({ id, owner, third }) => {
      const did = await alone(() => node.run(new AddMembers(owner, id, [third])));
      return [did, [await member(id, third)]];
    },
    'a new role': async ({ id, owner, admin }) => {
      const did = await alone(() => node.run(new ChangeRole(owner, id, admin, 'member')));
      return [did, await member(id, admin)];
    },
  };

  it.each(Object.keys(changes))(
    'is no refusal when nothing but the change reaches the database: %s',
    async (change) => {
      const [did, asked] = await changes[change]!(await group());
      expect(did).toEqual(asked);
    },
  );

  it('is a refusal when it cannot be read, and then nothing is stored', async () => {
    const { id, owner } = await group();
    const before = await shown(id, owner);
    await other.database.transaction(async (tx) => {
      await tx.query('LOCK TABLE conversation_settings IN ACCESS EXCLUSIVE MODE');
      expect(await code(node.run(new RenameGroup(owner, id, 'Coffee')))).toBe('platform.unavailable');
    });
    expect(await shown(id, owner)).toEqual(before);
  });

  it('shows what was changed, although its subject leaves right behind it', async () => {
    const { id, owner, admin } = await group();
    const leaves = () => other.run(new LeaveConversation(admin, id));
    const renamed = await alone(() => node.run(new RenameGroup(admin, id, 'Coffee')), leaves);
    expect(renamed).toMatchObject({ title: 'Coffee', role: 'admin' });
    await node.run(new AddMembers(owner, id, [admin]));
    const promoted = await alone(() => node.run(new ChangeRole(owner, id, admin, 'admin')), leaves);
    expect(promoted).toMatchObject({ userId: admin, role: 'admin' });
  });
});
