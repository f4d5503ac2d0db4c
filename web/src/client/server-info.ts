import { useQuery } from '@tanstack/react-query';
import type { ServerInfo } from '../../../sdk/index.js';
import { useClient } from './context.js';

/** Limits and timings in force, and who may make an account; undefined until the server told. */
export function useServerInfo(): ServerInfo | undefined {
  const { api } = useClient();
  return useQuery({ queryKey: ['server'], queryFn: () => api.server(), staleTime: Infinity }).data;
}
