import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { AddMembers } from '../../../src/groups/use-cases/add-members.js';
import { ChangeRole } from '../../../src/groups/use-cases/change-role.js';
import { CreateGroup } from '../../../src/groups/use-cases/create-group.js';
import { RemoveMember } from '../../../src/groups/use-cases/remove-member.js';
import { RenameGroup } from '../../../src/groups/use-cases/rename-group.js';
import { shardOf } from '../../../src/platform/journal/index.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { type GroupsNode, startGroupsNode } from './groups-node.js';

await describeWith('postgres', 'the member list of a node', () => {
  let a: GroupsNode;
  let b: GroupsNode;

  beforeAll(async () => {
    const { url } = await freshDatabase();
    [a, b] = await Promise.all([startGroupsNode(url), startGroupsNode(url)]);
  });
  afterAll(() => Promise.all([a?.close(), b?.close()]));

  const stored = async (id: string) => {
    const rows = await a.database.named<{ user_id: string; role: string; joined_seq: number }>(
      'test-members',
      'SELECT user_id, role, joined_seq FROM members WHERE shard = $1 AND conversation_id = $2',
      [shardOf(id), id],
    );
    return new Map(rows.map((r) => [r.user_id, { role: r.role, joinedSeq: r.joined_seq }]));
  };

  it('follows what this node changes without reading the members again, and is what is stored', async () => {
    const [owner, ...people] = (await a.people(9)) as [string, ...string[]];
    const { id } = await a.run(new CreateGroup(owner, 'Tea', people.slice(0, 2), 'joined'));
    await a.api.membersOf(id);
    const spy = vi.spyOn(a.database.hot, 'query');
    const changes = [
      new AddMembers(owner, id, people.slice(2, 8)),
      new RenameGroup(owner, id, 'Coffee'),
      new ChangeRole(owner, id, people[3]!, 'admin'),
      new RemoveMember(owner, id, people[1]!),
      new AddMembers(people[3]!, id, [people[1]!]),
      new RemoveMember(people[4]!, id, people[4]!),
    ];
    for (const [n, change] of changes.entries()) {
      await a.run<unknown>(change);
      // Some changes are asked for one by one, others together.
      if (n % 2) expect((await a.api.membersOf(id))!.members).toEqual(await stored(id));
    }
    const read = spy.mock.calls.filter(([query]) => (query as { name?: string }).name === 'groups-member-list');
    spy.mockRestore();
    expect(read).toHaveLength(0);
  });

  it('is read again where another node changed something in between', async () => {
    const [owner, ...people] = (await a.people(5)) as [string, ...string[]];
    const { id } = await a.run(new CreateGroup(owner, 'Tea', [], 'joined'));
    for (const [n, person] of people.entries()) {
      await a.api.membersOf(id);
      await (n % 2 ? a : b).run(new AddMembers(owner, id, [person]));
      await b.run(new ChangeRole(owner, id, person, 'admin'));
      await a.run(new ChangeRole(owner, id, person, 'member'));
      expect((await a.api.membersOf(id))!.members).toEqual(await stored(id));
    }
  });
});
