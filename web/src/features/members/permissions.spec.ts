import { expect, it } from 'vitest';
import type { MemberRole } from '../../../../sdk/index.js';
import { rightsIn, ROLES } from './permissions.js';

const removable = (role: MemberRole, kind: 'direct' | 'group' = 'group') =>
  ROLES.filter(rightsIn({ kind, role }).remove);

it('lets owners do everything, admins manage members, members leave', () => {
  expect(rightsIn({ kind: 'group', role: 'owner' })).toMatchObject({ add: true, rename: true, changeRoles: true });
  expect(rightsIn({ kind: 'group', role: 'admin' })).toMatchObject({ add: true, rename: true, changeRoles: false });
  expect(rightsIn({ kind: 'group', role: 'member' })).toMatchObject({ add: false, rename: false, leave: true });
  expect(removable('owner')).toEqual(['owner', 'admin', 'member']);
  expect(removable('admin')).toEqual(['member']);
  expect(removable('member')).toEqual([]);
});

it('offers nothing in a direct conversation', () => {
  const { remove: _, ...rights } = rightsIn({ kind: 'direct', role: 'owner' });
  expect(Object.values(rights).some(Boolean)).toBe(false);
  expect(removable('owner', 'direct')).toEqual([]);
});
