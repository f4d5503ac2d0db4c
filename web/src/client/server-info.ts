import { useQuery } from '@tanstack/react-query';
import type { EntryView, ServerInfo } from '../../../sdk/index.js';
import { useClient } from './context.js';

/** Limits and timings in force, and who may make an account; undefined until the server told. */
export function useServerInfo(): ServerInfo | undefined {
  const { api } = useClient();
  return useQuery({ queryKey: ['server'], queryFn: () => api.server(), staleTime: Infinity }).data;
}

/** What awaits somebody who is not signed in; undefined until the server told. Asked anew each time it is shown. */
export function useEntry(): EntryView | undefined {
  const { api } = useClient();
  return useQuery({ queryKey: ['entry'], queryFn: () => api.auth.entry(), gcTime: 0 }).data;
}
