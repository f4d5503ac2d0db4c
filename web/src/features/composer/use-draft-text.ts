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
  const [text, setText] = useState(draft.body);
  const written = useRef(draft.body);
  useEffect(() => {
    if (draft.body === written.current) return;
    written.current = draft.body;
    setText(draft.body);
  }, [draft.body]);
  const write = useCallback(
    (next: string, replyToSeq: number | null) => {
      written.current = next;
      setText(next);
      drafts.set(conversationId, next, { replyToSeq });
    },
    [drafts, conversationId],
  );
  const clear = useCallback(() => {
    written.current = '';
    setText('');
    drafts.clear(conversationId);
  }, [drafts, conversationId]);
  const flush = useCallback(() => void drafts.flush(), [drafts]);
  return { text, replyToSeq: draft.replyToSeq, write, clear, flush };
}
