import { useQueries } from '@tanstack/react-query';
import type { ConversationItem, MessageView } from '../../../../sdk/index.js';
import { useClient } from '../../client/index.js';

/** Asked for one by one, so not for more than one is likely to look at. */
const MOST = 40;

/**
 * The conversations with their last messages. Of those that had none while this client watched, the message is asked for:
 * the server's list does not tell it.
 */
export function useLastMessages(conversations: readonly ConversationItem[]): ConversationItem[] {
  const { api } = useClient();
  const silent = conversations.filter((conversation) => !conversation.lastMessage).slice(0, MOST);
  const found = useQueries({
    queries: silent.map(({ id }) => ({
      queryKey: ['last-message', id],
      queryFn: async () => (await api.messages.page(id, { limit: 1 })).messages.at(-1) ?? null,
      staleTime: Infinity,
    })),
    combine: (answers) => new Map(answers.flatMap(({ data }) => (data ? [[data.conversationId, data] as const] : []))),
  });
  return conversations.map((conversation) => withLast(conversation, found.get(conversation.id)));
}

function withLast(conversation: ConversationItem, found: MessageView | undefined): ConversationItem {
  if (conversation.lastMessage || !found) return conversation;
  return { ...conversation, lastMessage: found, lastActivityAt: found.sentAt };
}
