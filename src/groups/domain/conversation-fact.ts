import type { ConversationEntries } from '../../contract/index.js';

type GroupsEntryType = Extract<keyof ConversationEntries, `groups.${string}`>;

/** What can happen to a conversation itself; each fact becomes one entry of its log. */
export type ConversationFact = {
  [T in GroupsEntryType]: { type: T; data: ConversationEntries[T] };
}[GroupsEntryType];

/** Membership and rights: what was decided before it must not be appended after it. A title concerns no right. */
export const changesRights = (fact: ConversationFact): boolean => fact.type !== 'groups.title-changed.v1';

/** Whose entitlement to the live log the facts change. */
export function concerned(facts: readonly ConversationFact[]): string[] {
  const users = facts.flatMap(({ type, data }) => {
    if (type === 'groups.conversation-created.v1') return data.members.map((m) => m.userId);
    return 'userId' in data ? [data.userId] : [];
  });
  return [...new Set(users)];
}
