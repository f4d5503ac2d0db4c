import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { allPages, type DeadLetterView, type ParleyError } from '../../../../sdk/index.js';
import { useClient } from '../../client/index.js';

const PAGE = 25;
const REFRESH_MS = 10_000;
/** A node takes one up within a second. */
const TRYING_MS = 1_000;

export const requested = (letter: DeadLetterView): boolean => letter.replayRequestedAt !== null;

/** What consumers gave up on (`consumer`: only that one), newest first, looked at more often while one is tried again. */
export function useDeadLetters(consumer: string | undefined) {
  const { admin } = useClient().api;
  const list = useInfiniteQuery({
    queryKey: ['admin', 'dead-letters', consumer],
    queryFn: ({ pageParam }) => admin.deadLetters({ consumer, cursor: pageParam, limit: PAGE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(requested)) ? TRYING_MS : REFRESH_MS,
    staleTime: 0,
  });
  return { ...list, letters: list.data?.pages.flatMap(({ items }) => items) };
}

/** Has one tried again, or with null all (`consumer`: of that one). */
export function useReplay(consumer?: string) {
  const { admin } = useClient().api;
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async (id: string | null) => {
      if (id !== null) return admin.replayDeadLetter(id);
      for (const letter of await allPages((cursor) => admin.deadLetters({ consumer, cursor, limit: 200 }))) {
        await admin.replayDeadLetter(letter.id).catch(unlessGone);
      }
    },
    onSettled: refresh,
  });
}

export function useDiscard(id: string, done: () => void) {
  const { admin } = useClient().api;
  const refresh = useRefresh();
  return useMutation({ mutationFn: () => admin.discardDeadLetter(id), onSuccess: done, onSettled: refresh });
}

function useRefresh() {
  const queries = useQueryClient();
  // The counts of the health stand beside the list.
  return () => queries.invalidateQueries({ queryKey: ['admin'], predicate: ({ queryKey }) => queryKey[1] !== 'users' });
}

/** One that succeeded meanwhile needs nothing. */
function unlessGone(error: ParleyError): void {
  if (error.code !== 'platform.not_found') throw error;
}
