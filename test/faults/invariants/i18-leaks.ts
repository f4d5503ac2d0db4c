import type { Final } from '../history/index.js';
import { type Call, listIn } from '../model/history.js';
import type { LogEntry } from '../model/log.js';
import type { Conversation } from '../model/model.js';
import { sendKey } from '../model/sends.js';
import { type Finding, type Focus, type Invariant, nameOf, short, type Tally, type World } from './invariant.js';
import { leadTo, sightedEntries } from './sighted.js';

/** What is neither stored nor ordered may be on its way when its viewer learns that he is out. */
const ON_ITS_WAY_MS = 2_000;
/** A node that missed the news finds out when it compares the heads of its logs, every 10 s. */
const FOUND_OUT_MS = 15_000;

export const I18: Invariant = {
  id: 'I18',
  sentence: 'No content, notification, typing or receipt reaches somebody who is not a member at that number',
  unit: 'sightings and probes',
  *check(world, tally) {
    if (!world.model.complete) return;
    yield* entries(world, tally);
    yield* probes(world, tally);
    yield* notifications(world, tally);
    yield* ephemeral(world, tally);
  },
};

function* entries(world: World, tally: Tally): Iterable<Finding> {
  const asked = new Addings(world);
  for (const sighted of sightedEntries(world.history)) {
    if (sighted.epoch !== world.history.epoch) continue;
    tally.looked += 1;
    const { conversationId, userId, device, entry, t } = sighted;
    const conversation = world.model.conversations.get(conversationId);
    if (!conversation || asked.visible(conversation, userId, entry.seq, t)) continue;
    const says = `${device} was given number ${entry.seq} of ${short(conversationId)}, ${standing(conversation, userId)}`;
    yield leak(says, conversationId, userId, entry.seq, { device, ...leadTo(sighted) });
  }
}

/** When users were asked to be added to conversations: nobody sees by a membership that nobody has asked for yet. */
class Addings {
  private readonly asked = new Map<string, number[]>();

  constructor({ history }: World) {
    for (const { outcome, args, invokedAt } of history.of('add')) {
      if (outcome === 'fail') continue;
      for (const userId of args.userIds) listIn(this.asked, `${args.conversationId} ${userId}`).push(invokedAt);
    }
  }

  visible({ id, membership }: Conversation, userId: string, seq: number, t: number): boolean {
    const before = (this.asked.get(`${id} ${userId}`) ?? []).filter((invokedAt) => invokedAt < t);
    return membership.visible(userId, seq, before.length);
  }
}

function standing({ membership }: Conversation, userId: string): string {
  const intervals = membership.of(userId);
  if (intervals.length === 0) return 'where its user was never a member';
  const spans = intervals.map(({ from, to }) => `${from}–${to === Infinity ? '' : to}`);
  return `where its user was a member in ${spans.join(', ')}`;
}

/** Tokens that were found where somebody looked for them on purpose. */
function* probes(world: World, tally: Tally): Iterable<Finding> {
  const [places, asked] = [placesOf(world), new Addings(world)];
  for (const line of world.history.finals('probe')) {
    const { userId, where, looked, found } = line.result;
    tally.looked += looked;
    // In what a restore took away others may have been members.
    if (takenAway(world, line)) continue;
    for (const token of found) {
      if (userId === null) continue;
      const all = places.get(token) ?? [];
      if (all.some(({ conversation, seq }) => asked.visible(conversation, userId, seq, line.t))) continue;
      const [place] = all;
      if (!place) continue;
      const says = `${nameOf(world, userId)} found ${token} in ${where}, number ${place.seq} of ${short(place.conversation.id)}, ${standing(place.conversation, userId)}`;
      yield leak(says, place.conversation.id, userId, place.seq, { lines: [line] });
    }
    // Message text has no business in a node's output.
    for (const token of where === 'log-file' ? found : []) {
      yield leak(`${token} stands in ${line.process}’s log file`, null, null, 0, { lines: [line] });
    }
  }
}

const takenAway = ({ history }: World, { t, result }: Final<'probe'>): boolean =>
  !history.beforeRestores({ t }) && history.marks('restore').some((restore) => (result.askedAt ?? t) < restore.t);

interface Place {
  conversation: Conversation;
  seq: number;
}

/** Where the log has each text: that of a send at the message's number, that of an edit at its own entry's, which came later. */
function placesOf({ model }: World): Map<string, Place[]> {
  const places = new Map<string, Place[]>();
  for (const { token, conversationId, calls } of model.uttered.values()) {
    const conversation = model.conversations.get(conversationId);
    if (!conversation) continue;
    const seqs = new Set(calls.flatMap((call) => entriesOf(conversation, call).map(({ seq }) => seq)));
    places.set(
      token,
      [...seqs].map((seq) => ({ conversation, seq })),
    );
  }
  return places;
}

function entriesOf({ log, sent }: Conversation, call: Call<'send'> | Call<'edit'>): LogEntry[] {
  if (call.op === 'send')
    return sent.get(sendKey(call.args.conversationId, call.userId, call.args.clientMessageId)) ?? [];
  const { seq, body } = call.args;
  return log.entries.filter((entry) => {
    if (entry.type !== 'messaging.message-edited.v1' || entry.data.targetSeq !== seq) return false;
    // Where a later delete took the text, only the acked version tells one edit from another.
    if (entry.data.body !== null) return entry.data.body === body;
    const acked = call.outcome === 'ok' ? call.result!.version : entry.data.version;
    return entry.actorId === call.userId && entry.data.version === acked;
  });
}

function* notifications(world: World, tally: Tally): Iterable<Finding> {
  for (const line of world.history.finals('notifications')) {
    const { userId, items } = line.result;
    for (const { conversationId, seq } of items) {
      tally.looked += 1;
      const conversation = world.model.conversations.get(conversationId);
      if (!conversation || conversation.membership.visible(userId, seq)) continue;
      const says = `${nameOf(world, userId)} is notified of number ${seq} of ${short(conversationId)}, ${standing(conversation, userId)}`;
      yield leak(says, conversationId, userId, seq, { lines: [{ ...line, result: { ...line.result, items: [] } }] });
    }
  }
}

/** Typing and receipts shown to one who was never a member, or who is none any more and either knows it or should long be known as such. */
function* ephemeral(world: World, tally: Tally): Iterable<Finding> {
  const removals = removalsOf(world);
  for (const [device, sightings] of world.history.devices) {
    const userId = world.history.userOf(device);
    const toldOut = new Map<string, number>();
    for (const line of sightings) {
      if (line.op === 'removed') toldOut.set(line.result.conversationId, line.t);
      if (line.op === 'shown') toldOut.delete(line.result.conversationId);
      if (line.op !== 'receipts' && (line.op !== 'typing' || !line.result.typing)) continue;
      if (world.history.epochOf(line) !== world.history.epoch) continue;
      tally.looked += 1;
      const { conversationId } = line.result;
      const conversation = world.model.conversations.get(conversationId);
      if (!conversation || conversation.membership.current(userId)) continue;
      const never = conversation.membership.of(userId).length === 0;
      const gone = removals.get(`${conversationId} ${userId}`) ?? Infinity;
      const knows = line.t > Math.max(gone, toldOut.get(conversationId) ?? Infinity) + ON_ITS_WAY_MS;
      const late = line.t > gone + FOUND_OUT_MS && !world.history.faultBetween(gone, line.t);
      if (!never && !knows && !late) continue;
      const says = `${device} is shown ${line.op} of ${short(conversationId)}, ${standing(conversation, userId)}`;
      yield leak(says, conversationId, userId, 0, { lines: [line] });
    }
  }
}

/** When the last removal of those who are no members in the end was acked. */
function removalsOf({ history }: World): Map<string, number> {
  const removals = new Map<string, number>();
  const note = (call: Call<'remove' | 'leave'>, userId: string) => {
    const key = `${call.args.conversationId} ${userId}`;
    removals.set(key, Math.max(call.completedAt, removals.get(key) ?? 0));
  };
  for (const call of history.of('remove')) if (call.outcome !== 'fail') note(call, call.args.userId);
  for (const call of history.of('leave')) if (call.outcome !== 'fail') note(call, call.userId);
  return removals;
}

const leak = (
  says: string,
  conversationId: string | null,
  userId: string | null,
  seq: number,
  focus: Focus,
): Finding => ({
  ...{ anomaly: 'leak', says },
  ...(conversationId === null ? {} : { conversationId }),
  ...(userId === null ? {} : { userId }),
  ...(seq > 0 ? { numbers: { seq } } : {}),
  focus: { ...(conversationId === null ? {} : { conversationId }), seqs: seq > 0 ? [seq] : [], ...focus },
});
