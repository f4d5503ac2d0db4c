import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient, useDraft } from '../../client/index.js';

/**
 * The text being written, kept as the conversation's draft with every change; what another device writes there appears.
 * The state is here and not in the draft, because an input must be given its text within the event that changed it.
 */
export function useDraftText(conversationId: string): {
  text: string;
  replyToSeq: number | null;
  write: (text: string, replyToSeq: number | null) => void;
  /** It was sent. */
  clear: () => void;
  /** The user looks away. */
  flush: () => void;
} {
  const { drafts } = useClient();
  const draft = useDraft(conversationId);
  const [shown, show] = useState({ conversationId, text: draft.body });
  if (shown.conversationId !== conversationId) show({ conversationId, text: draft.body });
  const written = useRef(draft.body);
  useEffect(() => {
    if (draft.body === written.current) return;
    written.current = draft.body;
    show({ conversationId, text: draft.body });
  }, [conversationId, draft.body]);
  const write = useCallback(
    (next: string, replyToSeq: number | null) => {
      written.current = next;
      show({ conversationId, text: next });
      drafts.set(conversationId, next, { replyToSeq });
    },
    [drafts, conversationId],
  );
  const clear = useCallback(() => {
    written.current = '';
    show({ conversationId, text: '' });
    drafts.clear(conversationId);
  }, [drafts, conversationId]);
  const flush = useCallback(() => void drafts.flush(), [drafts]);
  return { text: shown.text, replyToSeq: draft.replyToSeq, write, clear, flush };
}
