import type { ConversationEntries } from '../contract/index.js';

/**
 * Integration events of Groups: the entries of a conversation's log that concern the conversation itself. Their payloads
 * are in `contract/entries.ts`; the envelope's `subject` is the conversation's id.
 */
export const GROUPS_EVENTS = [
  'groups.conversation-created.v1',
  'groups.member-added.v1',
  'groups.member-removed.v1',
  'groups.member-left.v1',
  'groups.role-changed.v1',
  'groups.title-changed.v1',
] as const satisfies ReadonlyArray<keyof ConversationEntries>;

export type GroupsEvent = (typeof GROUPS_EVENTS)[number];
