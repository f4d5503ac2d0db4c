import { type Difference, differs } from './compare.js';

/** What became of one log. */
export interface Report {
  log: string;
  conversationId: string;
  accounts: number;
  /** Lines said in the log, acked, and refused by the server with its reason. */
  lines: number;
  acked: number;
  refused: Array<{ line: number; code: string; detail: string }>;
  /** Lines of the log that nobody in the channel said or did. */
  others: number;
  joins: number;
  departures: number;
  seconds: number;
  /** Milliseconds from sending to the ack. */
  ackMs: { p50: number; p99: number; max: number };
  /** Per node its address, per listener its number and how (`heard` one by one, `shown` in the timeline). */
  seenBy: Array<{ who: string; lines: number; resets?: number; difference: Difference }>;
}

export const failed = (report: Report): boolean => report.seenBy.some(({ difference }) => differs(difference));

/** The report for a terminal. */
export function inWords(report: Report): string {
  const { acked, seconds, ackMs, refused } = report;
  const lines = [
    `${report.log}: ${report.accounts} accounts, ${report.joins} joins, ${report.departures} departures`,
    `  ${acked} of ${report.lines} lines acked in ${seconds.toFixed(1)} s (${(acked / seconds).toFixed(0)}/s), ` +
      `ack p50 ${ackMs.p50.toFixed(1)} ms, p99 ${ackMs.p99.toFixed(1)} ms, longest ${ackMs.max.toFixed(0)} ms`,
  ];
  if (refused.length > 0) {
    lines.push(`  refused by the server, and so not expected anywhere: ${refused.length}`);
    for (const { line, code, detail } of refused.slice(0, 5)) lines.push(`    line ${line}: ${code} (${detail})`);
  }
  const good = report.seenBy.filter(({ difference }) => !differs(difference));
  lines.push(`  exactly as sent: ${good.length} of ${report.seenBy.length} (${good.map(({ who }) => who).join(', ')})`);
  for (const { who, difference: d } of report.seenBy.filter((seen) => differs(seen.difference))) {
    lines.push(
      `  DIFFERS ${who}: lost ${d.lost}, duplicated ${d.duplicated}, out of order ${d.outOfOrder}, ` +
        `altered ${d.altered}, unexpected ${d.unexpected}`,
      ...d.examples.map((example) => `    ${example}`),
    );
  }
  return lines.join('\n');
}

export function quantiles(values: readonly number[]): Report['ackMs'] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: sorted.at(-1) ?? 0 };
}
