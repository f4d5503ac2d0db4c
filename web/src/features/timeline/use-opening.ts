import { useCallback, useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import type { Timeline } from '../../../../sdk/index.js';
import { useConversation } from '../../client/index.js';
import type { Target } from './use-window.js';

/** So many unread ones are within the newest page. */
const WITHIN_PAGE = 30;
/** The first unread one stands in the upper third, one that was asked for in the middle. */
const UPPER_THIRD = 0.25;
const MIDDLE = 0.5;

/** The last line on the device, whichever part of the history that is. */
const WHAT_IS_HERE: Target = { seq: Infinity, part: 0, linked: false };

export interface Opening {
  /** Where to look; null until what is to be seen is here. */
  target: { at: Target } | null;
  /** How far one had read when it was opened, and how many were unread; null when none were. */
  unread: { readSeq: number; count: number } | null;
  error: unknown;
  retry: () => void;
  latest: () => void;
}

/** Opens a conversation where one wants to be: at a given message, else at the first unread one, else at the end. */
export function useOpening(timeline: Timeline, seq: number | undefined, sends: number): Opening {
  // A click on the same link again is a new wish, with an address of its own.
  const { key } = useLocation();
  const visit = seq === undefined ? null : key;
  const conversation = useConversation(timeline.conversationId);
  const [unread] = useState(() =>
    conversation && conversation.unread.messages > 0
      ? { readSeq: conversation.readSeq, count: conversation.unread.messages }
      : null,
  );
  const [target, setTarget] = useState<Opening['target']>(null);
  const [error, setError] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let wanted = true;
    const [at, arriving] = approach(timeline, seq, unread);
    const arrived = () => wanted && (setError(null), setTarget({ at }));
    const failed = (reason: unknown) => wanted && (setError(reason), setTarget({ at: WHAT_IS_HERE }));
    arriving.then(arrived, failed);
    return () => void (wanted = false);
  }, [timeline, seq, visit, unread, tries]);
  const latest = useCallback(() => {
    timeline.latest().then(() => setTarget({ at: 'end' }), setError);
  }, [timeline]);
  useEffect(() => {
    if (sends > 0) latest();
  }, [sends, latest]);
  const retry = useCallback(() => setTries((count) => count + 1), []);
  return { target, unread, error, retry, latest };
}

function approach(timeline: Timeline, seq: number | undefined, unread: Opening['unread']): [Target, Promise<void>] {
  if (seq !== undefined) return [{ seq, part: MIDDLE, linked: true }, timeline.openAt(seq)];
  if (!unread) return ['end', timeline.open()];
  const first = unread.readSeq + 1;
  const { items, ready } = timeline.get();
  const here = ready && items.some((item) => item.kind !== 'local' && item.seq <= first);
  const arriving = here ? Promise.resolve() : unread.count <= WITHIN_PAGE ? timeline.open() : timeline.openAt(first);
  return [{ seq: first, part: UPPER_THIRD, linked: false }, arriving];
}
