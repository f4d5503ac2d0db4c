import { useMutation } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { useClient, whenListed } from '../../client/index.js';
import { views } from '../../views/index.js';
import type { Destination } from './use-destinations.js';

/** Opens the conversation; with somebody new it is begun first. */
export function useGoTo() {
  const client = useClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async ({ kind, id }: Destination) => {
      if (kind === 'conversation') return id;
      const begun = await client.api.conversations.direct(id);
      await whenListed(client, begun.id);
      return begun.id;
    },
    onSuccess: (id) => navigate(views.conversation(id), { replace: true }),
  });
}
