import { useCallback, useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import type { ConversationItem, Timeline } from '../../../../sdk/index.js';
import { useConversation } from '../../client/index.js';
import type { Target } from './target.js';

/** So many unread ones are within the newest page. */
const WITHIN_PAGE = 30;
/** The first unread one stands in the upper third, one that was asked for in the middle. */
const UPPER_THIRD = 0.25;
const MIDDLE = 0.5;

/** The last line on the device, whichever part of the history that is. */
const WHAT_IS_HERE: Target = { seq: Infinity, part: 0, linked: false };

type Unread = { readSeq: number; count: number } | null;

export interface Opening {
  /** Where to look; null until what is to be seen is here. */
  target: { at: Target } | null;
  /** How far one had read when it was opened, and how many were unread; null when none were. */
  unread: Unread;
  error: unknown;
  retry: () => void;
  latest: () => void;
}

/**
 * Opens a conversation where one wants to be: at a given message, else at the first unread one, else at the end. What the
 * device kept is shown at once; where one left off is decided anew when the server has told.
 */
export function useOpening(timeline: Timeline, seq: number | undefined, sends: number): Opening {
  // A click on the same link again is a new wish, with an address of its own.
  const { key } = useLocation();
  const visit = seq === undefined ? null : key;
  const left = useLeftOff(timeline.conversationId);
  const { unread } = left;
  const [target, setTarget] = useState<Opening['target']>(() =>
    seq === undefined && (timeline.get().fromDevice || isHere(timeline, unread)) ? { at: placeOf(unread) } : null,
  );
  const [error, setError] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (seq === undefined && !left.told && timeline.get().fromDevice) return;
    let wanted = true;
    const [at, arriving] = approach(timeline, seq, left.unread);
    // Who is at the end stays there; who has scrolled away from it meanwhile is left in peace.
    const arrived = () =>
      wanted && (setError(null), setTarget((old) => (at === 'end' && old?.at === at ? old : { at })));
    const failed = (reason: unknown) => wanted && (setError(reason), setTarget({ at: WHAT_IS_HERE }));
    arriving.then(arrived, failed);
    return () => void (wanted = false);
  }, [timeline, seq, visit, left, tries]);
  const latest = useCallback(() => {
    const failed = (reason: unknown) => (setError(reason), setTarget({ at: WHAT_IS_HERE }));
    timeline.latest().then(() => setTarget({ at: 'end' }), failed);
  }, [timeline]);
  useEffect(() => {
    if (sends > 0) latest();
  }, [sends, latest]);
  const retry = useCallback(() => setTries((count) => count + 1), []);
  return { target, unread, error, retry, latest };
}

interface LeftOff {
  unread: Unread;
  /** Whether the server says so; else it is what the device kept. */
  told: boolean;
}

/** How the conversation stood when it was opened. */
function useLeftOff(conversationId: string): LeftOff {
  const conversation = useConversation(conversationId);
  const [left, setLeft] = useState(() => leftOff(conversation));
  const now = conversation !== null && !conversation.fromDevice;
  if (now && !left.told) setLeft(leftOff(conversation));
  return left;
}

function leftOff(conversation: ConversationItem | null): LeftOff {
  if (!conversation) return { unread: null, told: false };
  const { readSeq, unread, fromDevice } = conversation;
  return { unread: unread.messages > 0 ? { readSeq, count: unread.messages } : null, told: !fromDevice };
}

const placeOf = (unread: Unread): Target =>
  unread ? { seq: unread.readSeq + 1, part: UPPER_THIRD, linked: false } : 'end';

function approach(timeline: Timeline, seq: number | undefined, unread: Unread): [Target, Promise<void>] {
  if (seq !== undefined) return [{ seq, part: MIDDLE, linked: true }, timeline.openAt(seq)];
  if (!unread) return ['end', timeline.open()];
  if (isHere(timeline, unread)) return [placeOf(unread), Promise.resolve()];
  return [placeOf(unread), unread.count <= WITHIN_PAGE ? timeline.open() : timeline.openAt(unread.readSeq + 1)];
}

/** Whether the server's word on where one left off is here already: the first unread message, else the end. */
function isHere(timeline: Timeline, unread: Unread): boolean {
  const { items, ready, fromDevice, atEnd } = timeline.get();
  if (!ready || fromDevice) return false;
  return unread ? items.some((item) => item.kind !== 'local' && item.seq <= unread.readSeq + 1) : atEnd;
}
