import { afterAll, beforeAll, expect, it } from 'vitest';
import { LIMITS } from '../../../src/contract/index.js';
import { AddMembers } from '../../../src/groups/use-cases/add-members.js';
import { ChangeRole } from '../../../src/groups/use-cases/change-role.js';
import { CreateDirect } from '../../../src/groups/use-cases/create-direct.js';
import { CreateGroup } from '../../../src/groups/use-cases/create-group.js';
import { LeaveConversation } from '../../../src/groups/use-cases/leave-conversation.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { type GroupsNode, ownGroups, refusal, startGroupsNode } from './groups-node.js';

const ALL = LIMITS.groupsPerOwner;
const FULL = 'groups.too_many_groups';

await describeWith('postgres', 'groups of one owner, on two nodes', () => {
  let a: GroupsNode;
  let b: GroupsNode;

  beforeAll(async () => {
    const { url } = await freshDatabase();
    [a, b] = await Promise.all([startGroupsNode(url), startGroupsNode(url)]);
  });
  afterAll(() => Promise.all([a?.close(), b?.close()]));

  const tea = (owner: string, id = newId()) => new CreateGroup(owner, 'Tea', [], 'joined', id);
  async function ownerOf(count: number): Promise<string> {
    const [owner] = (await a.people(1)) as [string];
    await ownGroups(a.database, owner, count);
    return owner;
  }
  const owned = async (owner: string) => {
    const sql = `SELECT count(*) AS n FROM members WHERE user_id = $1 AND role = 'owner'`;
    return (await a.database.named<{ n: number }>('test-owned', sql, [owner]))[0]!.n;
  };
  /** Of everything that a new group or a new role leaves behind. */
  const stored = () =>
    a.database.named(
      'test-all-stored',
      `SELECT (SELECT count(*) FROM conversations) AS conversations, (SELECT count(*) FROM members) AS members,
        (SELECT count(*) FROM streams) AS streams, (SELECT count(*) FROM entries) AS entries,
        (SELECT sum(acl_version) FROM streams) AS acl, (SELECT count(*) FROM members WHERE role = 'owner') AS owners`,
      [],
    );

  it('R14 are as many as the limit says: one more is refused, and nothing of it is stored', async () => {
    const owner = await ownerOf(ALL - 1);
    await a.run(tea(owner));
    const before = await stored();
    for (const node of [a, b]) expect(await refusal(node.run(tea(owner)))).toBe(FULL);
    expect(await stored()).toEqual(before);
  });

  it('R14 are counted apart from direct conversations and from groups of others', async () => {
    const [other] = (await a.people(1)) as [string];
    const owner = await ownerOf(ALL);
    const { id } = await a.run(tea(other));
    await a.run(new AddMembers(other, id, [owner]));
    expect((await a.run(new CreateDirect(owner, other))).created).toBe(true);
    await a.run(new ChangeRole(other, id, owner, 'admin'));
    expect(await refusal(a.run(tea(owner)))).toBe(FULL);
    const free = await ownerOf(ALL - 1);
    await a.run(new AddMembers(other, id, [free]));
    await a.run(new CreateDirect(free, other));
    expect(await a.run(tea(free))).toMatchObject({ role: 'owner' });
  });

  it('R14 are exactly as many when several are begun at once, over both nodes', async () => {
    for (let round = 0; round < 10; round++) {
      const owner = await ownerOf(ALL - 1);
      const made = await Promise.allSettled([a, b, a, b].map((node) => node.run(tea(owner))));
      const refused = made.filter((m) => m.status === 'rejected').map((m) => (m.reason as { code: string }).code);
      expect(refused).toEqual([FULL, FULL, FULL]);
      expect(await owned(owner)).toBe(ALL);
    }
  });

  it('R14 are those he made: what others hand to him takes nothing from him, however many', async () => {
    const [giver] = (await a.people(1)) as [string];
    const owner = await ownerOf(ALL - 1);
    for (let n = 0; n < 2; n++) {
      const { id } = await a.run(new CreateGroup(giver, 'Tea', [owner], 'joined'));
      expect(await b.run(new ChangeRole(giver, id, owner, 'owner'))).toMatchObject({ role: 'owner' });
    }
    expect(await a.run(tea(owner))).toMatchObject({ role: 'owner' });
    expect(await refusal(b.run(tea(owner)))).toBe(FULL);
  });

  it('R14 have room again for as many as were given away', async () => {
    const [heir] = (await a.people(1)) as [string];
    const owner = await ownerOf(ALL - 1);
    const { id } = await a.run(new CreateGroup(owner, 'Tea', [heir], 'joined'));
    expect(await refusal(a.run(tea(owner)))).toBe(FULL);
    await a.run(new ChangeRole(owner, id, heir, 'owner'));
    await a.run(new LeaveConversation(owner, id));
    expect(await a.run(tea(owner))).toMatchObject({ role: 'owner' });
    expect(await refusal(a.run(tea(owner)))).toBe(FULL);
  });

  it('R14 answer the repeat of the last creation with its group, afterwards and at the same time', async () => {
    const owner = await ownerOf(ALL - 1);
    const same = tea(owner);
    const [first, ...others] = await Promise.all([a, b, a, b].map((node) => node.run(same)));
    for (const again of others) expect(again).toEqual(first);
    expect(await b.run(same)).toEqual(first);
    expect(await refusal(b.run(tea(owner)))).toBe(FULL);
    expect(await owned(owner)).toBe(ALL);
  });
});
