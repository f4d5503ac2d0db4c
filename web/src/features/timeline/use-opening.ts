import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { type ConversationItem, type Timeline, until } from '../../../../sdk/index.js';
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

interface Wanted {
  timeline: Timeline;
  /** A message to show in its place. */
  seq: number | undefined;
  /** How many messages were written here so far: one's own is to be seen at once. */
  sends: number;
  /** Told of what was asked for and could not be had. */
  report: (error: unknown) => void;
}

/**
 * Opens a conversation where one wants to be: at a given message, else at the first unread one, else at the end. What the
 * device kept is shown at once; where one left off is decided anew when the server has told. What cannot be had leaves what
 * is on the screen where it is.
 */
export function useOpening({ timeline, seq, sends, report }: Wanted): Opening {
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
  const { onceAtEnd, forget } = useLateEnd(timeline);
  const wish = useLastWish();
  const missed = useEffectEvent((reason: unknown, at: Target) => {
    setError(reason);
    // Nothing is here yet: it is gone to when the library, which asks again by itself, has got it.
    if (!timeline.get().ready || (seq !== undefined && holds(timeline, seq))) return setTarget({ at });
    if (seq === undefined) onceAtEnd(() => setTarget(toward(at)));
    else report(reason);
    setTarget((old) => old ?? { at: WHAT_IS_HERE });
  });
  useEffect(() => {
    if (seq === undefined && !left.told && timeline.get().fromDevice) return;
    let wanted = true;
    const isLast = wish(seq !== undefined);
    const [at, arriving] = approach(timeline, seq, left.unread);
    const arrived = () => wanted && isLast() && (forget(), setError(null), setTarget(toward(at)));
    arriving.then(arrived, (reason: unknown) => wanted && missed(reason, at));
    return () => void (wanted = false);
  }, [timeline, seq, visit, left, tries, forget, wish]);
  const toEnd = useCallback(
    (failed: (reason: unknown) => void) => {
      const isLast = wish(true);
      const end = () => setTarget({ at: 'end' });
      const missing = (reason: unknown) => {
        failed(reason);
        if (timeline.get().hasMoreAfter) onceAtEnd(end);
      };
      timeline.latest().then(
        () => isLast() && (forget(), end()),
        (reason: unknown) => isLast() && missing(reason),
      );
    },
    [timeline, onceAtEnd, forget, wish],
  );
  useEffect(() => {
    // Without the end, what one wrote stands at the end of what is here.
    if (sends > 0) toEnd(() => setTarget({ at: 'end' }));
  }, [sends, toEnd]);
  const retry = useCallback(() => setTries((count) => count + 1), []);
  const latest = useCallback(() => {
    toEnd((reason) => (timeline.get().hasMoreAfter ? report(reason) : setTarget({ at: WHAT_IS_HERE })));
  }, [timeline, toEnd, report]);
  return { target, unread, error, retry, latest };
}

/**
 * Of what the reader wishes for himself, a message or the end, the last counts: what he wished for before is settled with what
 * took its place. `own`: it is such a wish. The answer says whether none has come since.
 */
function useLastWish() {
  const count = useRef(0);
  return useCallback((own: boolean) => {
    if (own) count.current += 1;
    const mine = count.current;
    return () => mine === count.current;
  }, []);
}

/** For an end that could not be had: what is to be done when the library has got it after all. One thing at a time. */
function useLateEnd(timeline: Timeline) {
  const waiting = useRef<AbortController>(null);
  const forget = useCallback(() => waiting.current?.abort(), []);
  const onceAtEnd = useCallback(
    (act: () => void) => {
      forget();
      const { signal } = (waiting.current = new AbortController());
      until(timeline, ({ atEnd }) => atEnd, signal).then(act, () => undefined);
    },
    [timeline, forget],
  );
  useEffect(() => forget, [forget]);
  return { onceAtEnd, forget };
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

/** Who is at the end stays there; who has scrolled away from it meanwhile is left in peace. */
const toward = (at: Target) => (old: Opening['target']) => (at === 'end' && old?.at === at ? old : { at });

function approach(timeline: Timeline, seq: number | undefined, unread: Unread): [Target, Promise<void>] {
  if (seq !== undefined) return [{ seq, part: MIDDLE, linked: true }, timeline.openAt(seq)];
  if (!unread) return ['end', timeline.open()];
  const at = placeOf(unread);
  const last = lastRead(timeline, unread);
  // Asked for also where it is here: a jump that is on its way is called off.
  if (last !== undefined) return [at, timeline.openAt(last)];
  return [at, unread.count <= WITHIN_PAGE ? timeline.open() : timeline.openAt(unread.readSeq + 1)];
}

const holds = (timeline: Timeline, seq: number): boolean =>
  timeline.get().items.some((item) => item.kind !== 'local' && item.seq === seq);

/** Whether the server's word on where one left off is here already: the first unread message, else the end. */
function isHere(timeline: Timeline, unread: Unread): boolean {
  if (unread) return lastRead(timeline, unread) !== undefined;
  const { ready, fromDevice, atEnd } = timeline.get();
  return ready && !fromDevice && atEnd;
}

/** The line with which the unread ones begin, or the one before it; undefined where that part is not here. */
function lastRead(timeline: Timeline, { readSeq }: NonNullable<Unread>): number | undefined {
  const { items, ready, fromDevice, hasMoreAfter } = timeline.get();
  const seqs = items.flatMap((item) => (item.kind === 'local' ? [] : [item.seq]));
  const beyond = !hasMoreAfter || seqs.some((seq) => seq > readSeq);
  return ready && !fromDevice && beyond ? seqs.findLast((seq) => seq <= readSeq + 1) : undefined;
}
