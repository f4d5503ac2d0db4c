import { describe, expect, it } from 'vitest';
import type { MemberRole } from '../../contract/index.js';
import { Conversation, type ConversationState } from './conversation.js';

type Roles = Record<string, MemberRole>;

function group(roles: Roles, overrides: Partial<ConversationState> = {}): Conversation {
  const owners = Object.values(roles).filter((r) => r === 'owner').length;
  return Conversation.from({
    id: 'c',
    kind: 'group',
    title: 'Tea',
    historyVisibility: 'joined',
    createdBy: 'o',
    memberCount: Object.keys(roles).length,
    ownerCount: owners,
    roles: new Map(Object.entries(roles)),
    ...overrides,
  });
}

/** The stable code of the refusal, or the types of what was recorded. */
function outcome(conversation: Conversation, act: (c: Conversation) => void): string {
  try {
    act(conversation);
  } catch (error) {
    expect(conversation.pull(), 'a refusal records nothing').toEqual([]);
    return (error as { code: string }).code;
  }
  return conversation
    .pull()
    .map((fact) => fact.type)
    .join(' ');
}

const ALL: Roles = { o: 'owner', o2: 'owner', a: 'admin', a2: 'admin', m: 'member', m2: 'member' };
const [ADDED, REMOVED, LEFT, ROLE, TITLE] = [
  'groups.member-added.v1',
  'groups.member-removed.v1',
  'groups.member-left.v1',
  'groups.role-changed.v1',
  'groups.title-changed.v1',
];
const [STRANGER, FORBIDDEN, NOBODY, LAST] = [
  'groups.not_found',
  'groups.not_allowed',
  'groups.no_such_member',
  'groups.last_owner',
];

describe('who may remove whom', () => {
  it.each([
    ['o', 'm', REMOVED],
    ['o', 'a', REMOVED],
    ['o', 'o2', REMOVED],
    ['a', 'm', REMOVED],
    ['a', 'a2', FORBIDDEN],
    ['a', 'o', FORBIDDEN],
    ['m', 'm2', FORBIDDEN],
    ['m', 'a', FORBIDDEN],
    ['m', 'o', FORBIDDEN],
    ['m', 'm', LEFT],
    ['o', 'x', NOBODY],
    ['x', 'm', STRANGER],
    ['x', 'x', STRANGER],
  ])('%s removes %s: %s', (actor, target, expected) => {
    expect(outcome(group(ALL), (c) => c.remove(actor, target))).toBe(expected);
  });
});

describe('who may change which role', () => {
  it.each<[string, string, MemberRole, string]>([
    ['o', 'm', 'admin', ROLE],
    ['o', 'm', 'owner', ROLE],
    ['o', 'o2', 'member', ROLE],
    ['o', 'o', 'member', ROLE],
    ['o', 'a', 'admin', ''],
    ['o', 'x', 'admin', NOBODY],
    ['a', 'a', 'owner', FORBIDDEN],
    ['a', 'm', 'admin', FORBIDDEN],
    ['a', 'o', 'member', FORBIDDEN],
    ['m', 'm', 'owner', FORBIDDEN],
    ['m', 'm', 'admin', FORBIDDEN],
    ['x', 'x', 'owner', STRANGER],
  ])('%s makes %s %s: %s', (actor, target, role, expected) => {
    expect(outcome(group(ALL), (c) => c.changeRole(actor, target, role))).toBe(expected);
  });
});

describe('who may add and rename', () => {
  it.each([
    ['o', ADDED, TITLE],
    ['a', ADDED, TITLE],
    ['m', FORBIDDEN, FORBIDDEN],
    ['x', STRANGER, STRANGER],
  ])('%s: %s, %s', (actor, adding, renaming) => {
    expect(outcome(group(ALL), (c) => c.add(actor, ['n']))).toBe(adding);
    expect(outcome(group(ALL), (c) => c.rename(actor, 'Coffee'))).toBe(renaming);
  });

  it('lets nobody add himself', () => {
    expect(outcome(group(ALL), (c) => c.add('x', ['x']))).toBe(STRANGER);
  });

  it('adds each new one once and leaves members as they are', () => {
    const c = group({ o: 'owner', a: 'admin' });
    c.add('o', ['n', 'a', 'n', 'o']);
    expect(c.pull()).toEqual([{ type: ADDED, data: { userId: 'n', role: 'member' } }]);
    expect(c.snapshot.memberCount).toBe(3);
  });

  it('fills a group to 10,000 members and not one further', () => {
    expect(outcome(group(ALL, { memberCount: 9_999 }), (c) => c.add('o', ['n']))).toBe(ADDED);
    expect(outcome(group(ALL, { memberCount: 9_999 }), (c) => c.add('o', ['n', 'p']))).toBe('groups.too_many_members');
  });

  it('records no change of a title to itself', () => {
    expect(outcome(group(ALL), (c) => c.rename('o', 'Tea'))).toBe('');
  });
});

describe('the last owner', () => {
  const one: Roles = { o: 'owner', a: 'admin', m: 'member' };
  const two: Roles = { ...one, o2: 'owner' };
  it.each<[string, Roles, (c: Conversation) => void, string]>([
    ['leaves', one, (c) => c.leave('o'), LAST],
    ['removes himself', one, (c) => c.remove('o', 'o'), LAST],
    ['demotes himself', one, (c) => c.changeRole('o', 'o', 'admin'), LAST],
    ['leaves although alone in the group', { o: 'owner' }, (c) => c.leave('o'), LAST],
    ['stays owner', one, (c) => c.changeRole('o', 'o', 'owner'), ''],
    ['is removed by an admin', one, (c) => c.remove('a', 'o'), FORBIDDEN],
    ['one of two leaves', two, (c) => c.leave('o'), LEFT],
    ['one of two is demoted', two, (c) => c.changeRole('o2', 'o', 'member'), ROLE],
    ['one of two is removed', two, (c) => c.remove('o2', 'o'), REMOVED],
    ['a member leaves', one, (c) => c.leave('m'), LEFT],
  ])('%s', (_, roles, act, expected) => {
    expect(outcome(group(roles), act)).toBe(expected);
  });

  it('is counted anew after each change', () => {
    const c = group(two);
    c.leave('o');
    expect(() => c.leave('o2')).toThrow(expect.objectContaining({ code: LAST }));
    c.changeRole('o2', 'm', 'owner');
    c.leave('o2');
    expect(c.snapshot).toMatchObject({ memberCount: 2, ownerCount: 1 });
  });
});

describe('a direct conversation', () => {
  const direct = () => group({ a: 'member', b: 'member' }, { kind: 'direct', title: null, ownerCount: 0 });
  it.each<[string, (c: Conversation) => void]>([
    ['adds nobody', (c) => c.add('a', ['x'])],
    ['loses nobody', (c) => c.remove('a', 'b')],
    ['cannot be left', (c) => c.leave('a')],
    ['has no roles', (c) => c.changeRole('a', 'a', 'owner')],
    ['has no title', (c) => c.rename('a', 'Us')],
  ])('%s', (_, act) => {
    expect(outcome(direct(), act)).toBe('groups.direct_is_fixed');
  });

  it('does not even show a stranger that it is one', () => {
    expect(outcome(direct(), (c) => c.leave('x'))).toBe(STRANGER);
  });

  it('is the same whoever starts it, and another for another pair', () => {
    const id = (a: string, b: string) => Conversation.direct(a, b).snapshot.id;
    expect(id('a', 'b')).toBe(id('b', 'a'));
    expect(id('a', 'b')).not.toBe(id('a', 'c'));
    expect(Conversation.direct('b', 'a').pull()).toEqual([
      {
        type: 'groups.conversation-created.v1',
        data: {
          kind: 'direct',
          title: null,
          historyVisibility: 'joined',
          members: [
            { userId: 'a', role: 'member' },
            { userId: 'b', role: 'member' },
          ],
        },
      },
    ]);
  });

  it('with oneself has one member', () => {
    expect(Conversation.direct('a', 'a').snapshot).toMatchObject({ memberCount: 1, kind: 'direct' });
  });
});

describe('a new group', () => {
  it('makes its creator the owner, also when he names himself, and counts each member once', () => {
    const c = Conversation.group('c', 'o', 'Tea', ['m', 'o', 'm'], 'shared');
    expect(c.snapshot).toMatchObject({ memberCount: 2, ownerCount: 1, historyVisibility: 'shared' });
    expect([...c.snapshot.roles]).toEqual([
      ['m', 'member'],
      ['o', 'owner'],
    ]);
  });
});
