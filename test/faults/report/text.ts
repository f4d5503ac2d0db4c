import type { InvariantVerdict, Violation } from '../check.js';
import type { Report } from './report.js';
import { at, bites, count, latency, lineInWords } from './words.js';

/** The report for a terminal. */
export function inText(report: Report): string {
  const { run, verdict, figures } = report;
  const { calls } = figures;
  return [
    `seed ${run.seed}, ${run.version}, ${figures.seconds} s, ${figures.users} users on ${figures.devices} devices, ${run.nodes.length} nodes`,
    `${count(figures.acked)} sends acked, ${count(figures.sightings)} sightings checked, ${count(figures.probes)} probes; ` +
      `calls ok ${count(calls.ok)}, refused ${count(calls.fail)}, unanswered ${count(calls.info)}` +
      (figures.givenUp > 0 ? `, of which ${count(figures.givenUp)} never ended` : ''),
    `ack: ${latency(figures.ack)}`,
    `delivery: ${latency(figures.delivery)}; without faults: ${latency(figures.calm.delivery)}`,
    `from ack to shown: ${latency(figures.ackToShown)}`,
    '',
    ...verdict.invariants.map(row),
    '',
    ...(figures.faults.length + figures.leftOut.length > 0 ? ['faults'] : []),
    ...figures.faults.map(
      ({ fault, what, target, bit, from, to, acked, ack, delivery }) =>
        `  ${fault}  ${at(from)}–${to === null ? 'never healed' : at(to)}  ${what}${target ? ` (${target})` : ''}: ` +
        `${bites(bit)}, ${acked} acked, ack ${latency(ack)}, delivery ${latency(delivery)}`,
    ),
    ...figures.leftOut.map(({ fault, what, because }) => `  ${fault}  LEFT OUT  ${what}: ${because}`),
    ...verdict.violations.flatMap((violation) => ['', ...inWords(violation, report)]),
    '',
    ...conclusion(report),
    ...(verdict.outcome === 'held' ? [] : [`again with: ${run.replay}`]),
  ].join('\n');
}

function conclusion({ verdict: { outcome, unproven, invariants } }: Report): string[] {
  if (outcome === 'held') return ['HELD: no invariant was broken'];
  const broken = invariants.filter(({ status }) => status === 'broken').map(({ id }) => id);
  const says =
    outcome === 'broken'
      ? `BROKEN: ${broken.join(', ')}`
      : 'NOT PROVEN: no invariant was broken, and this run is no proof';
  return [says, ...unproven.map((lack) => `  ${lack}`)];
}

const MARKS = { held: '✓', broken: '✗', 'nothing to look at': '·', 'not applicable': '–' } as const;

function row({ id, sentence, status, looked, unit, violations, because }: InvariantVerdict): string {
  const how =
    status === 'held'
      ? `${count(looked)} ${unit}`
      : status === 'broken'
        ? `BROKEN ${count(violations)} times in ${count(looked)} ${unit}`
        : (because ?? `nothing to look at: no ${unit}`);
  return `  ${MARKS[status]} ${id.padEnd(4)} ${sentence}: ${how}`;
}

function inWords(violation: Violation, { names }: Report): string[] {
  const { invariant, anomaly, says, window } = violation;
  const lines = window.map((line) => {
    const { what, details } = lineInWords(line, names);
    return `    ${at(line.t).padStart(9)}  ${(line.device ?? line.process).padEnd(8)} ${what.padEnd(22)} ${details}`;
  });
  return [`${invariant} ${anomaly}: ${says}`, ...lines];
}
