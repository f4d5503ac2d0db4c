import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { allPages, type MemberView } from '../../../../sdk/index.js';
import { useClient } from '../../client/index.js';

const ORDER = { owner: 0, admin: 1, member: 2 } as const;

/** The members, those with most rights first; asked for again when the conversation's log tells of a change among them. */
export function useMembers(conversationId: string) {
  const client = useClient();
  const queries = useQueryClient();
  useEffect(() => {
    const again = () => void queries.invalidateQueries({ queryKey: ['members', conversationId] });
    const offs = [
      client.on('entry', (event) => {
        if (event.conversationId === conversationId && event.type.startsWith('groups.')) again();
      }),
      client.on('skipped', (skipped) => {
        if (skipped.conversationId === conversationId) again();
      }),
    ];
    return () => offs.forEach((off) => off());
  }, [client, queries, conversationId]);
  return useQuery({
    queryKey: ['members', conversationId],
    queryFn: async () =>
      inOrder(await allPages((cursor) => client.api.conversations.members(conversationId, { cursor, limit: 200 }))),
  });
}

const inOrder = (members: MemberView[]): MemberView[] =>
  members.sort((a, b) => ORDER[a.role] - ORDER[b.role] || a.joinedSeq - b.joinedSeq);
