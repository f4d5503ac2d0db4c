import type { ConversationEntries } from '../../contract/index.js';

type GroupsEntryType = Extract<keyof ConversationEntries, `groups.${string}`>;

/** What can happen to a conversation itself; each fact becomes one entry of its log. */
export type ConversationFact = {
  [T in GroupsEntryType]: { type: T; data: ConversationEntries[T] };
}[GroupsEntryType];

/** Membership and rights: what was decided before it must not be appended after it. A title concerns no right. */
export const changesRights = (fact: ConversationFact): boolean => fact.type !== 'groups.title-changed.v1';

/** Who joined by this fact, and who ceased to be a member. */
export function membershipChanges({ type, data }: ConversationFact): { joined: string[]; gone: string[] } {
  switch (type) {
    case 'groups.conversation-created.v1':
      return { joined: data.members.map((m) => m.userId), gone: [] };
    case 'groups.member-added.v1':
      return { joined: [data.userId], gone: [] };
    case 'groups.member-removed.v1':
    case 'groups.member-left.v1':
      return { joined: [], gone: [data.userId] };
    default:
      return { joined: [], gone: [] };
  }
}
