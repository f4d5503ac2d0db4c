import { listIn } from '../model/history.js';
import { receipts, RECEIPTS } from './i09-receipts.js';
import { type Finding, type Invariant, looked, nameOf, short, type Tally, type World } from './invariant.js';
import { mayBeTold } from './notified.js';

const USER_LOGS = 'groups.user-logs';
const INBOX = 'notifications.inbox';
/** Consumers of which every entry of a kind of log must have made exactly one row. */
const SIGN_INS = 'identity.sign-in-history';
const COMPLETE = new Map([[SIGN_INS, 'accounts' as const]]);

export const I9: Invariant = {
  id: 'I9',
  sentence: 'What consumers do happens exactly once per event',
  unit: 'effects',
  parts: [USER_LOGS, INBOX, RECEIPTS, SIGN_INS],
  needsDatabase: true,
  *check(world, tally) {
    if (!world.model.stored) return;
    yield* userLogs(world, tally);
    yield* announcements(world, tally);
    yield* notifications(world, tally);
    yield* receipts(world, tally);
    yield* rows(world, tally);
    for (const line of world.history.finals('rest')) {
      const { deadLetters } = line.result;
      if (deadLetters === 0) continue;
      const says = `${deadLetters} events became dead letters of a consumer`;
      yield { anomaly: 'lost effect', says, numbers: { deadLetters }, focus: { lines: [line] } };
    }
  },
};

/** Each change of membership is one entry of the member's own log. */
function* userLogs(world: World, tally: Tally): Iterable<Finding> {
  const noted = new Map<string, number>();
  for (const [userId, { entries }] of world.model.logs.users) {
    for (const entry of entries) {
      if (entry.type !== 'groups.joined.v1' && entry.type !== 'groups.removed.v1') continue;
      const { conversationId, conversationSeq } = entry.data;
      const key = `${userId} ${conversationId} ${conversationSeq} ${entry.type}`;
      noted.set(key, (noted.get(key) ?? 0) + 1);
    }
  }
  for (const { id, membership } of world.model.conversations.values()) {
    for (const userId of membership.users()) {
      for (const { from, to } of membership.of(userId)) {
        yield* once(world, noted, tally, { userId, id, seq: from, type: 'groups.joined.v1' });
        if (to !== Infinity) yield* once(world, noted, tally, { userId, id, seq: to, type: 'groups.removed.v1' });
      }
    }
  }
}

function* once(
  world: World,
  noted: Map<string, number>,
  tally: Tally,
  { userId, id, seq, type }: { userId: string; id: string; seq: number; type: string },
): Iterable<Finding> {
  looked(tally, USER_LOGS);
  const times = noted.get(`${userId} ${id} ${seq} ${type}`) ?? 0;
  if (times === 1) return;
  yield {
    anomaly: times === 0 ? 'lost effect' : 'repeated effect',
    says: `entry ${seq} of ${short(id)} is ${times} times in ${nameOf(world, userId)}’s own log as ${type}`,
    ...{ conversationId: id, userId, numbers: { seq, times } },
    focus: { conversationId: id, seqs: [seq] },
  };
}

/** A notification is announced once, and again only after it was withdrawn. */
function* announcements(world: World, tally: Tally): Iterable<Finding> {
  for (const [userId, { entries }] of world.model.logs.users) {
    const there = new Set<string>();
    for (const entry of entries) {
      if (entry.type === 'notifications.withdrawn.v1') entry.data.notificationIds.forEach((id) => there.delete(id));
      if (entry.type !== 'notifications.added.v1') continue;
      for (const { notificationId, conversationId, conversationSeq: seq } of entry.data.notifications) {
        looked(tally, INBOX);
        if (there.has(notificationId))
          yield told(world, 'repeated effect', userId, conversationId, seq, 'announced again');
        there.add(notificationId);
      }
    }
  }
}

/** The list at the end: everybody a standing message addresses and who has not read it, and nobody else. */
function* notifications(world: World, tally: Tally): Iterable<Finding> {
  const lists = new Map<string, string[]>();
  for (const { node, userId, items } of world.history.results('notifications')) {
    const list = listIn(lists, `${node} ${userId}`);
    list.push(...items.map(({ conversationId, seq }) => `${conversationId} ${seq}`));
  }
  const may = new Map<string, Map<string, { must: boolean }>>();
  for (const key of lists.keys()) {
    const userId = key.slice(key.indexOf(' ') + 1);
    if (!may.has(userId)) may.set(userId, addressed(world, userId));
  }
  for (const [key, list] of lists) {
    const userId = key.slice(key.indexOf(' ') + 1);
    const wanted = may.get(userId)!;
    const have = new Set(list);
    for (let i = 0; i < wanted.size; i++) looked(tally, INBOX);
    if (have.size < list.length) {
      const twice = list.find((item, i) => list.indexOf(item) !== i)!.split(' ') as [string, string];
      yield told(world, 'repeated effect', userId, twice[0], Number(twice[1]), 'twice in the list');
    }
    for (const [item, { must }] of wanted) {
      const [id, seq] = item.split(' ') as [string, string];
      if (must && !have.has(item)) yield told(world, 'lost effect', userId, id, Number(seq), 'not in the list');
    }
    for (const item of have) {
      const [id, seq] = item.split(' ') as [string, string];
      if (!wanted.has(item)) yield told(world, 'phantom', userId, id, Number(seq), 'in the list for no reason');
    }
  }
}

function addressed({ model }: World, userId: string): Map<string, { must: boolean }> {
  const wanted = new Map<string, { must: boolean }>();
  for (const conversation of model.conversations.values()) {
    const { readSeq } = model.cursors.moved(userId, conversation.id);
    for (const { seq, must } of mayBeTold(conversation, userId, readSeq))
      wanted.set(`${conversation.id} ${seq}`, { must });
  }
  return wanted;
}

function told(
  world: World,
  anomaly: Finding['anomaly'],
  userId: string,
  conversationId: string,
  seq: number,
  how: string,
): Finding {
  return {
    anomaly,
    says: `the notification of ${nameOf(world, userId)} about ${seq} of ${short(conversationId)} is ${how}`,
    ...{ conversationId, userId, numbers: { seq } },
    focus: { conversationId, seqs: [seq] },
  };
}

/** Rows that name the entry they were made of. */
function* rows(world: World, tally: Tally): Iterable<Finding> {
  const times = new Map<string, number>();
  const consumers = new Set<string>();
  if (world.history.results('all-read').some(({ what }) => what === 'sign-ins')) consumers.add(SIGN_INS);
  for (const { consumer, streamId, seq, key } of world.history.results('effect')) {
    looked(tally, consumer);
    consumers.add(consumer);
    const id = `${consumer} ${streamId} ${seq} ${key}`;
    times.set(id, (times.get(id) ?? 0) + 1);
    if (times.get(id) === 2) yield row('repeated effect', consumer, streamId, seq, 'took effect twice');
    if (!exists(world, streamId, seq))
      yield row('phantom', consumer, streamId, seq, 'took effect and is not in the log');
  }
  const had = new Set([...times.keys()].map((id) => id.split(' ').slice(0, 3).join(' ')));
  for (const [consumer, kind] of COMPLETE) {
    if (!consumers.has(consumer)) continue;
    for (const [id, { entries }] of world.model.logs[kind]) {
      for (const { seq } of entries) {
        if (!had.has(`${consumer} ${id} ${seq}`)) yield row('lost effect', consumer, id, seq, 'had no effect');
      }
    }
  }
}

const exists = ({ model: { logs } }: World, streamId: string, seq: number): boolean =>
  [logs.conversations, logs.users, logs.accounts].some((streams) => streams.get(streamId)?.at.has(seq) ?? false);

const row = (anomaly: Finding['anomaly'], consumer: string, id: string, seq: number, how: string): Finding => ({
  anomaly,
  says: `entry ${seq} of ${short(id)} ${how} at ${consumer}`,
  ...{ conversationId: id, numbers: { seq } },
  focus: { conversationId: id, seqs: [seq] },
});
