import type { Sighting } from '../history/index.js';
import type { History } from '../model/history.js';
import { type Finding, type Invariant, looked, nameOf, type Tally, type World } from './invariant.js';
import { covers, linkSpans, type Span, touches, userSpans } from './presence-spans.js';

/** What is told within a second, and a busy machine. */
const SLACK_MS = 3_000;

const GONE = 'people who were gone';
const THERE = 'people who were there';
const TYPING = 'typing';

export const I22: Invariant = {
  id: 'I22',
  sentence: 'Nobody without a device is shown online longer than stated, nobody healthy offline; typing lapses in time',
  unit: 'sightings',
  parts: [GONE, THERE, TYPING],
  *check(world, tally) {
    const { history } = world;
    const links = linkSpans(history);
    const users = userSpans(history, links);
    for (const [device, sightings] of history.devices) {
      yield* statuses(world, sightings, { device, own: links.get(device)!, users }, tally);
      yield* typing(world, device, links.get(device)!, sightings, tally);
    }
  },
};

interface Observer {
  device: string;
  own: Span[];
  users: Map<string, Span[]>;
}

const present = (status: string): boolean => status === 'online' || status === 'away';

function* statuses(world: World, sightings: Sighting[], observer: Observer, tally: Tally): Iterable<Finding> {
  const { history } = world;
  const limit = history.run.limits.presenceMs;
  const shown = new Map<string, Array<Sighting<'presence'>>>();
  for (const line of sightings) {
    if (line.op !== 'presence') continue;
    const { userId, status } = line.result;
    const spans = observer.users.get(userId) ?? [];
    shown.set(userId, [...(shown.get(userId) ?? []), line]);
    const since = line.t - limit - SLACK_MS;
    if (status === 'unknown' || history.faultBetween(since, line.t)) continue;
    const there = covers(spans, line.t - limit, line.t);
    const gone = !touches(spans, since, line.t);
    if (there) looked(tally, THERE);
    // Who had not come yet was nothing that could stay.
    if (gone && spans.some(({ to }) => to < since)) looked(tally, GONE);
    if (gone && present(status)) {
      yield ghost(world, observer.device, userId, line, 'without any device in all the time before');
    }
    if (there && status === 'offline') {
      const says = `${observer.device} was shown ${nameOf(world, userId)} offline, whose device was connected all the while`;
      yield { anomaly: 'false offline', says, userId, device: observer.device, focus: { lines: [line] } };
    }
  }
  for (const [userId, lines] of shown) yield* lasting(world, observer, userId, lines, tally);
}

/** Shown online, all devices gone, and never told otherwise though the observer was connected all the while. */
function* lasting(
  world: World,
  { device, own, users }: Observer,
  userId: string,
  lines: ReadonlyArray<Sighting<'presence'>>,
  tally: Tally,
): Iterable<Finding> {
  const { history } = world;
  const spans = users.get(userId) ?? [];
  for (const { to: gone } of spans) {
    const due = calmAfter(history, gone) + history.run.limits.presenceMs + SLACK_MS;
    if (gone === Infinity || due > history.end) continue;
    if (
      touches(
        spans.filter(({ to }) => to > gone),
        gone,
        due,
      ) ||
      !covers(own, gone, due)
    )
      continue;
    const before = lines.findLast(({ t }) => t <= gone);
    if (!before || !present(before.result.status)) continue;
    looked(tally, GONE);
    const last = lines.findLast(({ t }) => t <= due)!;
    if (last === before) {
      const waited = ((due - gone) / 1000).toFixed(0);
      yield ghost(world, device, userId, last, `and nothing else in the ${waited} s after his last device was gone`);
    }
  }
}

/** The end of the faults that were on, one into the other, at `t`. */
function calmAfter(history: History, t: number): number {
  let calm = t;
  for (const { from, to } of [...history.faults].sort((a, b) => a.from - b.from)) {
    if (from <= calm + history.run.limits.presenceMs && to > calm) calm = to;
  }
  return calm;
}

const ghost = (world: World, device: string, userId: string, line: Sighting, how: string): Finding => ({
  ...{ anomaly: 'ghost presence', userId, device },
  says: `${device} was shown ${nameOf(world, userId)} online ${how}`,
  focus: { lines: [line] },
});

function* typing(world: World, device: string, own: Span[], sightings: Sighting[], tally: Tally): Iterable<Finding> {
  const { history } = world;
  const on = new Map<string, Sighting<'typing'>>();
  const limit = history.run.limits.typingMs + SLACK_MS;
  const tooLong = function* (line: Sighting<'typing'>, until: number): Iterable<Finding> {
    if (!covers(own, line.t, until)) return;
    looked(tally, TYPING);
    if (until - line.t <= limit) return;
    const { userId } = line.result;
    const says = `${device} showed ${nameOf(world, userId)} typing for ${((until - line.t) / 1000).toFixed(1)} s`;
    yield { anomaly: 'typing that stays', says, userId, device, focus: { lines: [line] } };
  };
  for (const line of sightings) {
    if (line.op !== 'typing') continue;
    const key = `${line.result.conversationId} ${line.result.userId}`;
    const before = on.get(key);
    if (before) yield* tooLong(before, line.t);
    if (line.result.typing) on.set(key, line);
    else on.delete(key);
  }
  for (const line of on.values()) if (history.end - line.t > limit) yield* tooLong(line, history.end);
}
