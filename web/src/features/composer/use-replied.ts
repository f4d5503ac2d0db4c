import { useQuery } from '@tanstack/react-query';
import type { MessageView } from '../../../../sdk/index.js';
import { useClient, useUser } from '../../client/index.js';

/** The name of whom is being answered; of a draft only the message's number is known. */
export function useReplied(conversationId: string, seq: number | null, message: MessageView | undefined): string {
  const { api } = useClient();
  const { data } = useQuery({
    queryKey: ['message', conversationId, seq],
    queryFn: () => api.messages.get(conversationId, seq!),
    enabled: seq !== null && message === undefined,
  });
  return useUser((message ?? data)?.authorId ?? null)?.displayName ?? '…';
}
