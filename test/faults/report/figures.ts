import type { Marks } from '../history/index.js';
import { type FaultSpan, type History, listIn } from '../model/history.js';

export interface Quantiles {
  n: number;
  p50: number;
  p99: number;
  max: number;
}

/** What was sent in one stretch of the run. Milliseconds. */
export interface Bin {
  from: number;
  to: number;
  acked: number;
  /** From invocation to ack. */
  ack: Quantiles;
  /** From invocation until a device showed it, for every device and message. */
  delivery: Quantiles;
}

export interface FaultFigures extends Omit<FaultSpan, 'to'> {
  /** Null: it was never healed. */
  to: number | null;
  acked: number;
  ack: Quantiles;
  delivery: Quantiles;
}

/** All by the history's one monotonic clock. */
export interface Figures {
  seconds: number;
  users: number;
  devices: number;
  conversations: number;
  calls: { ok: number; fail: number; info: number };
  /** Calls that had not ended long after the load was over; they are among `info`. */
  givenUp: number;
  acked: number;
  /** Entries shown to devices, and all else that was seen of logs. */
  sightings: number;
  /** Tokens looked for on purpose. */
  probes: number;
  ack: Quantiles;
  delivery: Quantiles;
  /** I12: from the ack until it was shown; what was shown before the ack counts as 0. */
  ackToShown: Quantiles;
  /** Of what was sent while no fault was on, nor in the five seconds after one. */
  calm: { ack: Quantiles; delivery: Quantiles };
  faults: FaultFigures[];
  /** Faults that were asked for and could not be done. */
  leftOut: Array<Marks['fault-left-out']>;
  bins: Bin[];
}

interface Sent {
  invokedAt: number;
  ackMs: number;
  /** From invocation, one per device that showed it while it was connected. */
  shownMs: number[];
}

const AFTER_FAULT_MS = 5_000;
const MOST_BINS = 180;
const WIDTHS = [100, 250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000, 300_000];

export function figuresOf(history: History): Figures {
  const sent = sentMessages(history);
  const between = (from: number, to: number) => sent.filter(({ invokedAt: t }) => t >= from && t < to);
  const calm = sent.filter(({ invokedAt: t }) => !history.faultBetween(t - AFTER_FAULT_MS, t));
  const last = sent.at(-1)?.invokedAt ?? 0;
  const width = WIDTHS.find((ms) => last / ms <= MOST_BINS) ?? WIDTHS.at(-1)!;
  const first = Math.floor((sent[0]?.invokedAt ?? 0) / width);
  const bins = Array.from({ length: sent.length === 0 ? 0 : Math.floor(last / width) + 1 - first }, (_, i) => {
    const from = (first + i) * width;
    const own = between(from, from + width);
    return { from, to: from + width, acked: own.length, ack: ackOf(own), delivery: deliveryOf(own) };
  });
  return {
    seconds: Math.round(history.end / 100) / 10,
    users: history.userIds.size,
    devices: history.devices.size,
    ...counts(history),
    acked: sent.length,
    ack: ackOf(sent),
    delivery: deliveryOf(sent),
    ackToShown: quantiles(sent.flatMap(({ ackMs, shownMs }) => shownMs.map((ms) => Math.max(0, ms - ackMs)))),
    calm: { ack: ackOf(calm), delivery: deliveryOf(calm) },
    faults: history.faults.map((fault) => {
      const own = between(fault.from, fault.to);
      const to = fault.to === Infinity ? null : fault.to;
      return { ...fault, to, acked: own.length, ack: ackOf(own), delivery: deliveryOf(own) };
    }),
    leftOut: history.marks('fault-left-out').map(({ result }) => result),
    bins,
  };
}

function counts(history: History): Pick<Figures, 'conversations' | 'calls' | 'givenUp' | 'sightings' | 'probes'> {
  const calls = { ok: 0, fail: 0, info: 0 };
  for (const { outcome } of history.allCalls()) calls[outcome] += 1;
  let sightings = 0;
  for (const lines of history.devices.values()) {
    for (const { op } of lines) if (op === 'shown' || op === 'frame') sightings += 1;
  }
  return {
    conversations: new Set(history.results('log').map(({ conversationId }) => conversationId)).size,
    calls,
    givenUp: history.marks('given-up').reduce((sum, { result }) => sum + result.calls, 0),
    sightings,
    probes: history.results('probe').reduce((sum, { looked }) => sum + looked, 0),
  };
}

/** In the order of their first invocation. A device that was away is late for a reason of its own and is not counted. */
function sentMessages(history: History): Sent[] {
  const sent = new Map<string, Sent>();
  for (const { outcome, args, result, invokedAt, completedAt } of history.of('send')) {
    if (outcome !== 'ok') continue;
    const key = `${args.conversationId} ${result!.seq}`;
    if (!sent.has(key)) sent.set(key, { invokedAt, ackMs: completedAt - invokedAt, shownMs: [] });
  }
  for (const sightings of history.devices.values()) {
    let upSince = Infinity;
    for (const line of sightings) {
      if (line.op === 'up') upSince = Math.min(upSince, line.t);
      if (line.op === 'down' || line.op === 'end') upSince = Infinity;
      if (line.op !== 'shown') continue;
      const own = sent.get(`${line.result.conversationId} ${line.result.seq}`);
      if (own && upSince <= own.invokedAt && line.t >= own.invokedAt) own.shownMs.push(line.t - own.invokedAt);
    }
  }
  return [...sent.values()].sort((a, b) => a.invokedAt - b.invokedAt);
}

const ackOf = (sent: readonly Sent[]): Quantiles => quantiles(sent.map(({ ackMs }) => ackMs));
const deliveryOf = (sent: readonly Sent[]): Quantiles => quantiles(sent.flatMap(({ shownMs }) => shownMs));

export function quantiles(values: number[]): Quantiles {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0);
  return { n: sorted.length, p50: at(0.5), p99: at(0.99), max: round(sorted.at(-1) ?? 0) };
}

const round = (ms: number): number => Math.round(ms * 100) / 100;

/** How often each kind of call ended how, for the tables. */
export function outcomesByOp(history: History): Map<string, { ok: number; fail: number; info: number }> {
  const table = new Map<string, Array<'ok' | 'fail' | 'info'>>();
  for (const { op, outcome } of history.allCalls()) listIn(table, op as string).push(outcome);
  const count = (list: string[], what: string) => list.filter((one) => one === what).length;
  return new Map(
    [...table].map(([op, list]) => [
      op,
      { ok: count(list, 'ok'), fail: count(list, 'fail'), info: count(list, 'info') },
    ]),
  );
}
