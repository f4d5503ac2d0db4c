import type { ConversationItem, MemberRole } from '../../../../sdk/index.js';

export const ROLES = ['owner', 'admin', 'member'] as const satisfies readonly MemberRole[];

/** What one may do to others; the server has the last word, this only offers nothing that it would refuse. */
export interface Rights {
  add: boolean;
  rename: boolean;
  leave: boolean;
  changeRoles: boolean;
  remove: (target: MemberRole) => boolean;
}

/** A direct conversation never changes. In a group admins manage members, and owners everybody. */
export function rightsIn({ kind, role }: Pick<ConversationItem, 'kind' | 'role'>): Rights {
  const group = kind === 'group';
  const manages = group && role !== 'member';
  const owns = group && role === 'owner';
  return {
    add: manages,
    rename: manages,
    leave: group,
    changeRoles: owns,
    remove: (target) => owns || (manages && target === 'member'),
  };
}
