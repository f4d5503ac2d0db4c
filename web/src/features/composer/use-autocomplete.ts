import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { complete, mentionAt } from './mention-at.js';
import { type Suggestion, useSuggestions } from './use-suggestions.js';

interface Autocomplete {
  suggestions: readonly Suggestion[];
  chosen: number;
  pick: (suggestion: Suggestion) => void;
  /** Answers whether the key was for the list. */
  onKeyDown: (event: KeyboardEvent) => boolean;
  /** Call when the caret moved. */
  follow: () => void;
}

/** Completes what is begun with an `@` at the caret: arrows choose, Enter or Tab takes, Escape closes. */
export function useAutocomplete(
  conversationId: string,
  input: RefObject<HTMLTextAreaElement | null>,
  text: string,
  change: (text: string) => void,
): Autocomplete {
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(0);
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const [where, setWhere] = useState(conversationId);
  if (where !== conversationId) {
    setWhere(conversationId);
    setCaret(0);
    setClosedAt(null);
  }
  const moveTo = useRef<number | null>(null);
  const begun = mentionAt(text, caret);
  const open = begun !== null && begun.from !== closedAt;
  const suggestions = useSuggestions(conversationId, open ? begun.prefix : null);
  const at = Math.min(chosen, Math.max(0, suggestions.length - 1));

  useLayoutEffect(() => {
    if (moveTo.current === null) return;
    input.current?.setSelectionRange(moveTo.current, moveTo.current);
    moveTo.current = null;
  }, [input, text]);

  const follow = () => {
    const now = input.current?.selectionStart ?? 0;
    if (now !== caret) setChosen(0);
    setCaret(now);
  };
  const pick = ({ username }: Suggestion) => {
    if (!begun) return;
    const next = complete(text, caret, begun, username);
    moveTo.current = next.caret;
    setCaret(next.caret);
    change(next.text);
  };
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (suggestions.length === 0 || event.nativeEvent.isComposing) return false;
    // With those, an arrow is the key of something else.
    if (event.altKey || event.ctrlKey || event.metaKey) return false;
    if (event.key === 'ArrowDown') setChosen((at + 1) % suggestions.length);
    else if (event.key === 'ArrowUp') setChosen((at + suggestions.length - 1) % suggestions.length);
    else if (event.key === 'Enter' || event.key === 'Tab') pick(suggestions[at]!);
    else if (event.key === 'Escape') setClosedAt(begun?.from ?? null);
    else return false;
    event.preventDefault();
    return true;
  };
  return { suggestions, chosen: at, pick, onKeyDown, follow };
}
