import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ConversationEvent } from '../../../src/contract/index.js';
import { AddMembers } from '../../../src/groups/use-cases/add-members.js';
import { ChangeRole } from '../../../src/groups/use-cases/change-role.js';
import { CreateDirect } from '../../../src/groups/use-cases/create-direct.js';
import { CreateGroup } from '../../../src/groups/use-cases/create-group.js';
import { GetConversation } from '../../../src/groups/use-cases/get-conversation.js';
import { LeaveConversation } from '../../../src/groups/use-cases/leave-conversation.js';
import { ListConversations } from '../../../src/groups/use-cases/list-conversations.js';
import { ListMembers } from '../../../src/groups/use-cases/list-members.js';
import { RemoveMember } from '../../../src/groups/use-cases/remove-member.js';
import { RenameGroup } from '../../../src/groups/use-cases/rename-group.js';
import { shardOf } from '../../../src/platform/journal/index.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { type GroupsNode, refusal, startGroupsNode } from './groups-node.js';

await describeWith('postgres', 'membership on two nodes', () => {
  let a: GroupsNode;
  let b: GroupsNode;

  beforeAll(async () => {
    const { url } = await freshDatabase();
    [a, b] = await Promise.all([startGroupsNode(url), startGroupsNode(url)]);
  });
  afterAll(() => Promise.all([a?.close(), b?.close()]));

  const log = async (id: string) => {
    const entries = await a.reader.range('conversation', id, 1, 1_000, 1_000);
    return entries.map((e) => ({ ...e, data: JSON.parse(e.payloadJson) as ConversationEvent['data'] }));
  };
  const stored = (id: string) =>
    a.database.named<{ member_count: number; acl_version: number; members: number; acl: number; head: number }>(
      'test-stored',
      `SELECT c.member_count, c.acl_version, s.acl_version AS acl, s.last_seq AS head,
         (SELECT count(*) FROM members m WHERE m.shard = c.shard AND m.conversation_id = c.id) AS members
       FROM conversations c JOIN streams s ON s.shard = c.shard AND s.stream_id = c.id WHERE c.shard = $1 AND c.id = $2`,
      [shardOf(id), id],
    );

  it('gives two people one direct conversation when both create it at once, over both nodes', async () => {
    for (let round = 0; round < 20; round++) {
      const [ann, bob] = (await a.people(2)) as [string, string];
      const started = await Promise.all([
        a.run(new CreateDirect(ann, bob)),
        b.run(new CreateDirect(bob, ann)),
        a.run(new CreateDirect(bob, ann)),
        b.run(new CreateDirect(ann, bob)),
      ]);
      const ids = new Set(started.map((s) => s.conversation.id));
      expect(ids.size).toBe(1);
      expect(started.filter((s) => s.created)).toHaveLength(1);
      const [id] = [...ids] as [string];
      expect((await log(id)).map((e) => e.type)).toEqual(['groups.conversation-created.v1']);
      expect((await a.ask(new GetConversation(ann, id))).peerId).toBe(bob);
      expect((await b.ask(new GetConversation(bob, id))).peerId).toBe(ann);
    }
  });

  it('has one direct conversation with oneself, for notes', async () => {
    const [me] = (await a.people(1)) as [string];
    const first = await a.run(new CreateDirect(me, me));
    expect(first).toMatchObject({ created: true, conversation: { memberCount: 1, peerId: me, headSeq: 1 } });
    expect(await b.run(new CreateDirect(me, me))).toEqual({ ...first, created: false });
  });

  it('is the group that is there when it is made again under its id, whatever became of those who were invited', async () => {
    const [owner, other] = (await a.people(2)) as [string, string];
    const made = await a.run(new CreateGroup(owner, 'Tea', [other], 'joined'));
    const again = new CreateGroup(owner, 'Tea', [newId()], 'joined', made.id);
    expect(await b.run(again)).toEqual(made);
    expect(await log(made.id)).toHaveLength(1);
    await a.run(new ChangeRole(owner, made.id, other, 'owner'));
    await a.run(new LeaveConversation(owner, made.id));
    const gone = new CreateGroup(owner, 'Tea', [other], 'joined', made.id);
    expect(await refusal(b.run(gone))).toBe('groups.not_found');
    expect(await log(made.id)).toHaveLength(3);
  });

  it('writes one entry per change and keeps rows, counters and versions together', async () => {
    const [owner, admin, m1, m2, m3] = (await a.people(5)) as [string, string, string, string, string];
    const { id } = await a.run(new CreateGroup(owner, 'Tea', [admin], 'joined'));
    await b.run(new AddMembers(owner, id, [m1, m2, m3]));
    await a.run(new ChangeRole(owner, id, admin, 'admin'));
    await b.run(new RemoveMember(admin, id, m1));
    await a.run(new LeaveConversation(m2, id));
    await b.run(new RenameGroup(admin, id, 'Coffee'));

    const entries = await log(id);
    expect(entries.map((e) => [e.seq, e.type, e.actorId, e.aclVersion])).toEqual([
      [1, 'groups.conversation-created.v1', owner, 1],
      [2, 'groups.member-added.v1', owner, 2],
      [3, 'groups.member-added.v1', owner, 3],
      [4, 'groups.member-added.v1', owner, 4],
      [5, 'groups.role-changed.v1', owner, 5],
      [6, 'groups.member-removed.v1', admin, 6],
      [7, 'groups.member-left.v1', m2, 7],
      [8, 'groups.title-changed.v1', admin, 7],
    ]);
    expect(await stored(id)).toEqual([{ member_count: 3, members: 3, acl_version: 7, acl: 7, head: 8 }]);
    expect(await a.ask(new GetConversation(m3, id))).toMatchObject({ title: 'Coffee', headSeq: 8, joinedSeq: 4 });
    const { items } = await b.ask(new ListMembers(m3, id, 50));
    expect(items.map((m) => [m.userId, m.role, m.joinedSeq])).toEqual(
      [
        [owner, 'owner', 1],
        [admin, 'admin', 1],
        [m3, 'member', 4],
      ].sort((x, y) => (x[0]! < y[0]! ? -1 : 1)),
    );
  });

  it('shows an ex-member nothing, on every node at once, also where his membership was in memory', async () => {
    const [owner, ex] = (await a.people(2)) as [string, string];
    const { id } = await a.run(new CreateGroup(owner, 'Tea', [ex], 'shared'));
    for (const node of [a, b]) expect(await node.api.membershipForAppend(id, ex)).not.toBeNull();
    await a.run(new RemoveMember(owner, id, ex));
    for (const node of [a, b]) {
      expect(await node.api.membership(id, ex)).toBeNull();
      expect(await refusal(node.ask(new GetConversation(ex, id)))).toBe('groups.not_found');
      expect(await refusal(node.ask(new ListMembers(ex, id, 50)))).toBe('groups.not_found');
      expect(await refusal(node.run(new AddMembers(ex, id, [newId()])))).toBe('groups.not_found');
      expect(await refusal(node.run(new RemoveMember(ex, id, owner)))).toBe('groups.not_found');
      expect(await refusal(node.run(new ChangeRole(ex, id, ex, 'owner')))).toBe('groups.not_found');
      expect(await refusal(node.run(new RenameGroup(ex, id, 'Mine')))).toBe('groups.not_found');
      expect(await refusal(node.run(new LeaveConversation(ex, id)))).toBe('groups.not_found');
      expect((await node.ask(new ListConversations(ex, 50))).items).toEqual([]);
      expect(await node.api.conversationsOf(ex)).toEqual([]);
      expect(await node.api.shareConversation(ex, [owner])).toEqual(new Set());
    }
    expect(await stored(id)).toMatchObject([{ head: 2, members: 1 }]);
  });

  it('answers a stranger as it answers about an unknown conversation', async () => {
    const [owner, stranger] = (await a.people(2)) as [string, string];
    const { id } = await a.run(new CreateGroup(owner, 'Tea', [], 'joined'));
    for (const asked of [id, newId()]) {
      expect(await a.api.membership(asked, stranger)).toBeNull();
      expect(await a.api.membershipForAppend(asked, stranger)).toBeNull();
      expect(await refusal(b.ask(new GetConversation(stranger, asked)))).toBe('groups.not_found');
      expect(await refusal(b.run(new RemoveMember(stranger, asked, owner)))).toBe('groups.not_found');
    }
  });

  it('refuses users that do not exist, and then adds nobody', async () => {
    const [owner, ann] = (await a.people(2)) as [string, string];
    const { id } = await a.run(new CreateGroup(owner, 'Tea', [], 'joined'));
    const ghost = newId();
    expect(await refusal(a.run(new AddMembers(owner, id, [ann, ghost])))).toBe('groups.unknown_user');
    expect(await refusal(a.run(new CreateGroup(owner, 'Tea', [ghost], 'joined')))).toBe('groups.unknown_user');
    expect(await refusal(a.run(new CreateDirect(owner, ghost)))).toBe('groups.unknown_user');
    expect((await a.ask(new ListConversations(owner, 50))).items.map((c) => c.id)).toEqual([id]);
    expect(await stored(id)).toMatchObject([{ head: 1, members: 1 }]);
  });

  it('knows somebody just added on another node, whatever this node remembers', async () => {
    const [owner, late] = (await a.people(2)) as [string, string];
    const { id } = await a.run(new CreateGroup(owner, 'Tea', [], 'joined'));
    expect(await b.api.membershipForAppend(id, owner)).toMatchObject({ aclVersion: 1 });
    await a.run(new AddMembers(owner, id, [late]));
    expect(await b.api.membershipForAppend(id, late)).toMatchObject({ joinedSeq: 2, aclVersion: 2, memberCount: 2 });
    expect(await b.api.membersOf(id, 2)).toMatchObject({ aclVersion: 2 });
  });

  it('B15 keeps one owner when the last two leave at once', async () => {
    for (let round = 0; round < 10; round++) {
      const [one, two] = (await a.people(2)) as [string, string];
      const { id } = await a.run(new CreateGroup(one, 'Tea', [two], 'joined'));
      await a.run(new ChangeRole(one, id, two, 'owner'));
      const left = await Promise.allSettled([
        a.run(new LeaveConversation(one, id)),
        b.run(new LeaveConversation(two, id)),
      ]);
      expect(left.map((l) => l.status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(left.find((l) => l.status === 'rejected')).toMatchObject({ reason: { code: 'groups.last_owner' } });
    }
  });

  it('pages through conversations and members without gap or repeat', async () => {
    const [me, ...others] = (await a.people(8)) as [string, ...string[]];
    for (const other of others) await a.run(new CreateDirect(me, other));
    const { id } = await a.run(new CreateGroup(me, 'All', others, 'joined'));
    const conversations: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await b.ask(new ListConversations(me, 3, cursor));
      conversations.push(...page.items.map((c) => c.id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(conversations).size).toBe(8);
    expect(conversations).toHaveLength(8);
    const first = await b.ask(new ListMembers(me, id, 5));
    const second = await b.ask(new ListMembers(me, id, 5, first.nextCursor));
    expect([...first.items, ...second.items].map((m) => m.userId)).toEqual([me, ...others].sort());
    expect(second.nextCursor).toBeUndefined();
    for (const bad of ['x', 'W10', Buffer.from('["a","b"]').toString('base64url')]) {
      expect(await refusal(b.ask(new ListConversations(me, 3, bad)))).toBe('groups.invalid_cursor');
      expect(await refusal(b.ask(new ListMembers(me, id, 3, bad)))).toBe('groups.invalid_cursor');
    }
  });
});
