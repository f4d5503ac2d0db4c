import type { MemberRole } from '../../contract/index.js';

/**
 * Who may do what in a group, in one table. Members do not add others: with shared history that would let any member show
 * the past to anybody. Admins manage members, never each other or owners; only owners touch roles, so nobody raises himself.
 */
const RANK: Record<MemberRole, number> = { member: 0, admin: 1, owner: 2 };

export const mayAdd = (actor: MemberRole): boolean => RANK[actor] >= RANK.admin;
export const mayRename = (actor: MemberRole): boolean => RANK[actor] >= RANK.admin;
export const mayChangeRoles = (actor: MemberRole): boolean => actor === 'owner';
export const mayRemove = (actor: MemberRole, target: MemberRole): boolean =>
  actor === 'owner' || (actor === 'admin' && target === 'member');
