import { useQuery } from '@tanstack/react-query';
import type { NotificationView } from '../../../../sdk/index.js';
import { plainText, useClient, useConversation, useListed } from '../../client/index.js';
import { useT } from '../../i18n/index.js';

/** The group's title; before it is known only that there is one. */
export function useConversationTitle(id: string): string {
  const t = useT();
  const listed = useListed();
  const conversation = useConversation(id);
  return conversation?.title ?? (conversation || listed ? t('conversations.untitled') : '…');
}

/** What was written, on one line: from the list when it is the last message there, else asked for once. */
export function usePreview({ kind, conversationId, seq }: NotificationView): string | null {
  const t = useT();
  const { api } = useClient();
  const last = useConversation(conversationId)?.lastMessage;
  const known = last?.seq === seq ? last : null;
  const { data } = useQuery({
    queryKey: ['message', conversationId, seq],
    queryFn: () => api.messages.get(conversationId, seq),
    enabled: kind !== 'invitation' && !known,
  });
  const message = known ?? data;
  if (!message) return null;
  return message.body === null ? t('conversations.deleted') : plainText(message.body);
}
