import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import type { UserView } from '../../../sdk/index.js';
import { useClient, useMe } from '../client/index.js';

/** People whose name begins so, without oneself and without accounts nobody can write to. */
export function usePeopleSearch(text: string): { people: UserView[]; searching: boolean } {
  const client = useClient();
  const me = useMe();
  const wanted = useDeferredValue(text.trim());
  const { data, isFetching } = useQuery({
    queryKey: ['people', wanted],
    queryFn: async () => (await client.api.users.find(wanted, { limit: 20 })).items,
    enabled: wanted !== '',
    placeholderData: keepPreviousData,
  });
  const people = wanted === '' ? [] : (data ?? []);
  return { people: people.filter(({ id, disabled }) => id !== me.id && !disabled), searching: isFetching };
}
