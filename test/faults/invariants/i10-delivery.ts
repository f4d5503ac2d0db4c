import type { Final, Line, Sighting } from '../history/index.js';
import { listIn } from '../model/history.js';
import type { Conversation } from '../model/model.js';
import { type Finding, type Invariant, short, type Tally, type World } from './invariant.js';

/** Where a device stands in one conversation. `applied` null: it does not know yet where to begin. */
interface Feed {
  applied: number | null;
  /** Where it stood when it was told of a removal: with shared history it may go on there. */
  left: number;
  /** The line that brought it there. */
  line: Sighting | null;
}

export const I10: Invariant = {
  id: 'I10',
  sentence:
    'Every device alive at the end got every event of its user’s membership once, in order, without skipping one',
  unit: 'events shown',
  *check(world, tally) {
    const { history } = world;
    const timelines = new Map<string, Array<Final<'timeline'>>>();
    for (const line of history.finals('timeline')) listIn(timelines, line.device!).push(line);
    const ends = new Map(history.finals('device').map((line) => [line.device!, line]));
    const readAt = history.finals('device')[0]?.t ?? history.end;
    for (const [device, sightings] of history.devices) {
      const feeds = new Map<string, Feed>();
      for (const line of sightings) yield* step(world, device, feeds, line, tally);
      // Bare sockets show nothing by themselves, and whoever was ended before owes nothing.
      const begun = sightings.some(({ op }) => op === 'begin');
      if (!begun || sightings.some(({ op, t }) => op === 'end' && t < readAt)) continue;
      tally.looked += 1;
      const end = ends.get(device);
      if (end?.result.live) yield* atEnd(world, { device, feeds, end, timelines: timelines.get(device) ?? [] }, tally);
      else yield absent(device, end, sightings);
    }
  },
};

function* step(
  world: World,
  device: string,
  feeds: Map<string, Feed>,
  line: Sighting,
  tally: Tally,
): Iterable<Finding> {
  if (line.op === 'epoch-changed') feeds.clear();
  else if (line.op === 'removed') {
    const { conversationId } = line.result;
    const { applied = 0, left = 0 } = feeds.get(conversationId) ?? {};
    feeds.set(conversationId, { applied: null, left: applied ?? left, line });
  } else if (line.op === 'skipped') {
    const { conversationId, headSeq } = line.result;
    const before = feeds.get(conversationId)?.applied ?? 0;
    feeds.set(conversationId, { applied: Math.max(before, headSeq), left: 0, line });
  } else if (line.op === 'shown') {
    tally.looked += 1;
    const { conversationId, seq } = line.result;
    const feed = feeds.get(conversationId) ?? { applied: null, left: 0, line: null };
    const finding = unexpected(world, device, conversationId, feed, line, seq);
    if (finding) yield finding;
    feeds.set(conversationId, { applied: Math.max(seq, feed.applied ?? 0), left: 0, line });
  }
}

function unexpected(
  world: World,
  device: string,
  conversationId: string,
  { applied, left, line: before }: Feed,
  line: Sighting,
  seq: number,
): Finding | null {
  if (applied === null) {
    const membership = world.model.conversations.get(conversationId)?.membership;
    const begins = membership?.of(world.history.userOf(device)).some(({ from }) => from === seq) ?? true;
    const goesOn = membership?.shared === true && left > 0 && seq === left + 1;
    if (begins || goesOn || world.history.epochOf(line) !== world.history.epoch) return null;
    const says = `${device} was shown ${seq} of ${short(conversationId)} first, where nothing begins`;
    return found('poll-skip', says, device, conversationId, [seq], [line]);
  }
  if (seq === applied + 1) return null;
  const says =
    seq <= applied
      ? `${device} was shown ${seq} of ${short(conversationId)} after ${applied}`
      : `${device} was shown ${seq} of ${short(conversationId)} right after ${applied}: ${seq - applied - 1} are missing`;
  const lines = before ? [before, line] : [line];
  return found(
    seq <= applied ? 'non-monotonic poll' : 'poll-skip',
    says,
    device,
    conversationId,
    [applied, seq],
    lines,
  );
}

/** A device when nothing moves any more. */
interface End {
  device: string;
  feeds: Map<string, Feed>;
  end: Final<'device'>;
  timelines: ReadonlyArray<Final<'timeline'>>;
}

/** It stands at the head of everything its user is in, shows all of it, and lists that and nothing else. */
function* atEnd(world: World, { device, feeds, end, timelines }: End, tally: Tally): Iterable<Finding> {
  const { conversations } = world.model;
  const userId = world.history.userOf(device);
  for (const conversation of conversations.values()) {
    if (!conversation.membership.current(userId)) continue;
    tally.looked += 1;
    const feed = feeds.get(conversation.id);
    if ((feed?.applied ?? 0) < conversation.head) yield behind(device, conversation, feed);
  }
  // What the database was not asked for, a node has told.
  const told = new Set(end.result.told);
  const ids = new Set([...conversations.keys(), ...told, ...end.result.listed]);
  for (const id of ids) {
    const conversation = conversations.get(id);
    const member = conversation ? conversation.membership.current(userId) !== null : told.has(id);
    const listed = end.result.listed.includes(id);
    if (member === listed) continue;
    const says = listed
      ? `${device} lists ${short(id)} at the end, of which its user is no member: it was never told`
      : `${device} does not list ${short(id)}, of which its user is a member`;
    const last = feeds.get(id)?.line;
    yield found('poll-skip', says, device, id, [conversation?.head ?? 0], last ? [last, end] : [end]);
  }
  for (const line of timelines) {
    const conversation = conversations.get(line.result.conversationId);
    if (conversation?.membership.current(userId)) yield* timeline(device, userId, conversation, line);
  }
}

function* timeline(
  device: string,
  userId: string,
  { id, head, membership, messages }: Conversation,
  line: Final<'timeline'>,
): Iterable<Finding> {
  const { appliedSeq } = line.result;
  const cut = { ...line, result: { ...line.result, messages: [] } };
  if (appliedSeq !== head) {
    const says = `${device} says at the end that it has ${short(id)} up to ${appliedSeq}; its head is ${head}`;
    yield found('poll-skip', says, device, id, [appliedSeq, head], [cut]);
  }
  const shown = line.result.messages.map(({ seq }) => seq);
  const have = new Set(shown);
  for (const seq of messages.keys()) {
    if (seq < membership.readableFrom(userId) || have.has(seq)) continue;
    yield found(
      'poll-skip',
      `the timeline of ${device} lacks message ${seq} of ${short(id)}`,
      device,
      id,
      [seq],
      [cut],
    );
  }
  const back = shown.find((seq, i) => i > 0 && seq <= shown[i - 1]!);
  if (back === undefined) return;
  yield found(
    'non-monotonic poll',
    `the timeline of ${device} has ${back} of ${short(id)} out of order`,
    device,
    id,
    [back],
    [cut],
  );
}

/** It was begun and not ended, and everything has come to rest: nobody knows what it missed. */
function absent(device: string, end: Final<'device'> | undefined, sightings: readonly Sighting[]): Finding {
  const says = end
    ? `${device} never came back: it was not live when nothing moved any more`
    : `nothing was read of ${device} at the end`;
  const link = sightings.findLast(({ op }) => op === 'up' || op === 'down' || op === 'opening');
  const lines: Line[] = [link, end].filter((line) => line !== undefined);
  return { anomaly: 'never caught up', says, device, focus: { device, lines } };
}

function behind(device: string, { id, head }: Conversation, feed: Feed | undefined): Finding {
  const applied = feed?.applied ?? 0;
  const says = `${device} was never shown ${applied + 1}${head > applied + 1 ? `–${head}` : ''} of ${short(id)}, though it was live at the end`;
  return found('poll-skip', says, device, id, [applied, applied + 1, head], feed?.line ? [feed.line] : []);
}

const found = (
  anomaly: 'poll-skip' | 'non-monotonic poll',
  says: string,
  device: string,
  conversationId: string,
  seqs: number[],
  lines: Line[],
): Finding => ({
  ...{ anomaly, says, device, conversationId },
  numbers: { from: seqs[0]!, to: seqs.at(-1)! },
  focus: { conversationId, seqs: [...seqs, seqs[0]! + 1], device, lines },
});
