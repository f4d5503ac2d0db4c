import { failed, type Report } from '../report.js';
import type { TopicsDifference } from './compare-topics.js';
import type { Journal } from './committed.js';
import type { Latency, Second } from './delivery-log.js';
import type { FaultName } from './schedule.js';

export interface FaultEffect {
  name: FaultName;
  what: string;
  /** Second of the timeline in which it began. */
  at: number;
  /** From its beginning until the part answered again. */
  seconds: number;
  /** Lines said meanwhile, and their way to the listeners; to those who wait for a killed node it is not counted. */
  linesSent: number;
  latency: Latency;
  /** After the part answered again, until delivery was as in quiet times; null: not before the rest was over. */
  normalAfterMs: number | null;
}

export interface FaultsReport {
  reports: Report[];
  faults: FaultEffect[];
  linesAfterFaults: number;
  latency: Latency;
  /** Of the lines sent while nothing was away. */
  quiet: Latency;
  timeline: Second[];
  journal: Omit<Journal, 'entries'> & { entries: number };
  topics: TopicsDifference;
  /** Records not consumed, per consumer group that has any. */
  behind: Record<string, number>;
  /** Nodes that ended without having been killed by the schedule. */
  exits: string[];
}

/** Everything that is not as it must be, in plain words; empty: the run passed. */
export function problems(report: FaultsReport): string[] {
  const { journal, topics, reports } = report;
  const not0 = (what: string, n: number) => (n === 0 ? [] : [`${what}: ${n}`]);
  return [
    ...reports.filter(failed).map(({ log }) => `${log} differs somewhere`),
    ...reports
      .filter(({ acked, refused, lines }) => acked + refused.length !== lines)
      .map(({ log }) => `${log}: lines neither acked nor refused`),
    ...report.faults.filter(({ linesSent }) => linesSent === 0).map(({ what }) => `nothing was said while ${what}`),
    ...(report.linesAfterFaults > 0 ? [] : ['the logs ended before the faults did: let them take longer']),
    ...not0('streams with gaps', journal.streamsWithGaps),
    ...not0('rows left in the outbox', journal.outbox),
    ...not0('rows that Kafka refused', journal.outboxDead),
    ...not0('dead letters', journal.deadLetters),
    ...not0('entries missing in Kafka', topics.missing),
    ...not0('records out of order in Kafka', topics.outOfOrder),
    ...not0('records of no entry in Kafka', topics.strange),
    ...not0('keys in more than one partition', topics.scattered),
    ...Object.entries(report.behind).map(([group, records]) => `${group} is ${records} records behind`),
    ...report.exits,
  ];
}

export function faultsInWords(report: FaultsReport): string {
  const { journal, topics, reports, faults } = report;
  const sum = (of: (one: Report) => number) => reports.reduce((total, one) => total + of(one), 0);
  const seen = reports.flatMap(({ seenBy }) => seenBy.map(({ difference }) => difference));
  const total = (of: 'lost' | 'duplicated' | 'outOfOrder' | 'altered' | 'unexpected') =>
    seen.reduce((all, difference) => all + difference[of], 0);
  const wrong = problems(report);
  return [
    `${reports.length} log(s), ${sum((one) => one.accounts)} accounts, ${sum((one) => one.joins)} joins, ` +
      `${sum((one) => one.departures)} departures, ${sum((one) => one.acked)} of ${sum((one) => one.lines)} lines acked, ` +
      `${sum((one) => one.refused.length)} refused, ${Math.max(...reports.map((one) => one.seconds)).toFixed(0)} s`,
    `over ${seen.length} histories, listeners and timelines: lost ${total('lost')}, duplicated ${total('duplicated')}, ` +
      `out of order ${total('outOfOrder')}, altered ${total('altered')}, unexpected ${total('unexpected')}`,
    `delivery, all: ${words(report.latency)}`,
    `delivery, nothing away: ${words(report.quiet)}`,
    ...faults.map(
      ({ what, seconds, linesSent, latency, normalAfterMs }) =>
        `${what}: ${seconds.toFixed(1)} s, ${linesSent} lines sent meanwhile, ${words(latency)}, ` +
        (normalAfterMs === null ? 'not normal afterwards' : `normal ${(normalAfterMs / 1000).toFixed(1)} s after`),
    ),
    `journal: ${journal.entries} entries, streams with gaps ${journal.streamsWithGaps}, outbox ${journal.outbox}, ` +
      `refused by Kafka ${journal.outboxDead}, dead letters ${journal.deadLetters}`,
    `Kafka: ${topics.records} records, repeats ${topics.repeats}, missing ${topics.missing}, ` +
      `out of order ${topics.outOfOrder}, of no entry ${topics.strange}, keys in two partitions ${topics.scattered}`,
    `nodes that ended by themselves: ${report.exits.length}`,
    wrong.length === 0 ? 'nothing differs' : `FAILED\n  ${wrong.join('\n  ')}`,
  ].join('\n');
}

const words = ({ p50, p99, max, deliveries }: Latency): string =>
  `p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, longest ${max.toFixed(0)} ms (${deliveries} deliveries)`;
