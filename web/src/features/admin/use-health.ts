import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../client/index.js';

const REFRESH_MS = 10_000;

/** How the deployment is, looked at again and again while the page is open. */
export function useHealth() {
  const { admin } = useClient().api;
  return useQuery({
    queryKey: ['admin', 'health'],
    queryFn: () => admin.health(),
    refetchInterval: REFRESH_MS,
    staleTime: 0,
  });
}
