import type { ConversationEntries, UserEntries } from '../contract/index.js';

/**
 * Facts this module publishes, by wire name. `message-*` and `reaction-*` are entries of the conversation's log,
 * `cursor-moved` of the user's own; payloads stand in the contract.
 */
export type MessagingEvents = Pick<ConversationEntries, Extract<keyof ConversationEntries, `messaging.${string}`>> &
  Pick<UserEntries, Extract<keyof UserEntries, `messaging.${string}`>>;
