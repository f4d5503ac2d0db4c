import type { Stack } from '../../parts/stack.js';
import { replay } from '../replay.js';
import type { Report } from '../report.js';
import { Acts } from './acts.js';
import { readJournal } from './committed.js';
import { compareTopics } from './compare-topics.js';
import { DeliveryLog } from './delivery-log.js';
import type { FaultEffect, FaultsReport } from './report.js';
import { actsOf, type Fault, type FaultTimes, inflict, VICTIM } from './schedule.js';
import { settle } from './settle.js';
import { readTopics } from './topics.js';

export interface FaultsOptions {
  logs: ReadonlyArray<{ name: string; text: string }>;
  /** How long every log takes from its first line to its last, besides the time it waits for parts that come back late. */
  seconds: number;
  times: FaultTimes;
  /** Listeners of each log that may move, besides one per node that may not. */
  listeners: number;
  /** Authors of each log that are connected at the same time. */
  speakers: number;
  say: (line: string) => void;
  progress: (name: string, done: number, total: number, what: string) => void;
}

/** After a fault, normal is three times the median of quiet times, and anything below this. */
const NORMAL_MS = 50;
const PREFIX = 'parley';
const SETTLE_MS = 120_000;

/** Lives the logs on the stack while the faults happen, and looks at every place where something could be missing. */
export async function replayUnderFaults(stack: Stack, options: FaultsOptions): Promise<FaultsReport> {
  const watch = new DeliveryLog();
  const pids = stack.nodes.map(({ pid }) => pid);
  const { reports, faults } = await live(stack, options, watch);
  options.say('  everything was said; waiting for the outbox and the consumers, then reading all topics');
  const behind = await settle(stack, SETTLE_MS);
  const journal = await readJournal(stack.postgres.url);
  const records = await readTopics(stack.kafka.brokers, PREFIX, SETTLE_MS);
  const lastHealed = Math.max(0, ...faults.map(({ healed }) => healed));
  const quiet = watch.latencyOutside(
    faults.map(({ began, healed }) => ({ began: began - 500, healed: healed + 5_000 })),
  );
  const normalMs = Math.max(NORMAL_MS, 3 * quiet.p50);
  const restMs = options.times.rest * 1000;
  return {
    reports,
    faults: faults.map((fault) => effectOf(fault, fault.healed + restMs, normalMs, watch)),
    linesAfterFaults: watch.linesSent(lastHealed),
    latency: watch.latency(),
    quiet,
    journal: { ...journal, entries: journal.entries.length },
    timeline: watch.timeline(),
    topics: compareTopics(journal.entries, records),
    behind,
    exits: exits(stack, pids, options.times.node > 0),
  };
}

/** The faults begin when every log is being lived. */
async function live(stack: Stack, options: FaultsOptions, watch: DeliveryLog) {
  const waiting = new Set(options.logs.map(({ name }) => name));
  const acts = new Acts(actsOf(options.times));
  let faults: Promise<Fault[]> | undefined;
  const reports = await Promise.all(
    options.logs.map(({ name, text }): Promise<Report> =>
      replay(name, text, {
        urls: stack.nodes.map(({ url }) => url),
        speed: Infinity,
        seconds: options.seconds,
        gate: (share) => acts.reached(share),
        listeners: options.listeners,
        pinned: true,
        speakers: options.speakers,
        settleMs: SETTLE_MS,
        watch,
        progress: (done, total, what) => {
          options.progress(name, done, total, what);
          if (what === 'lines' && waiting.delete(name) && waiting.size === 0) {
            options.say('  all logs are under way');
            faults = inflict(stack, options.times, acts, options.say);
            // Awaited below; until then a failure must neither end the process nor hold back a log.
            faults.catch(() => acts.end());
          }
        },
      }),
    ),
  );
  return { reports, faults: (await faults) ?? [] };
}

function effectOf(fault: Fault, until: number, normalMs: number, watch: DeliveryLog): FaultEffect {
  const { name, what, began, healed, node } = fault;
  return {
    name,
    what,
    at: watch.secondOf(began),
    seconds: (healed - began) / 1000,
    linesSent: watch.linesSent(began, healed),
    latency: watch.latency(began, healed, node),
    normalAfterMs: watch.normalAfter({ healed, until }, normalMs),
  };
}

/** Nodes that are not as they were left: gone, or another process without having been killed by us. */
function exits(stack: Stack, pids: readonly number[], killed: boolean): string[] {
  const victim = killed ? Math.min(VICTIM, stack.nodes.length - 1) : -1;
  return stack.nodes.flatMap(({ alive, pid, logFile }, i) => {
    if (!alive) return [`node ${i + 1} ended by itself, see ${logFile}`];
    return pid !== pids[i] && i !== victim ? [`node ${i + 1} is another process`] : [];
  });
}
