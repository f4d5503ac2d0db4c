import { useCallback, useEffect, useState } from 'react';
import type { MemberView } from '../../../sdk/index.js';
import { useClient } from './context.js';
import { useObservable } from './observe.js';

interface Members {
  /** Those with most rights first; undefined until they are known. */
  members: readonly MemberView[] | undefined;
  error: unknown;
  again: () => void;
}

/** Who is in a conversation, from when they are `wanted`; what changes among them is followed by the conversation's log. */
export function useMembers(conversationId: string, wanted = true): Members {
  const list = useClient().members(conversationId);
  const { members, loaded } = useObservable(list);
  const [error, setError] = useState<unknown>(null);
  const again = useCallback(() => {
    list.open().then(() => setError(null), setError);
  }, [list]);
  useEffect(() => {
    if (wanted) again();
  }, [wanted, again]);
  return { members: loaded ? members : undefined, error: loaded ? null : error, again };
}
