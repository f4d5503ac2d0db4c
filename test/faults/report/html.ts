import type { InvariantVerdict, Verdict, Violation } from '../check.js';
import { chart, escape } from './chart.js';
import type { Quantiles } from './figures.js';
import type { Report } from './report.js';
import { STYLE } from './style.js';
import { at, count, lineInWords, ms } from './words.js';

/** The report as one page that needs nothing else: no script, no font, no picture from anywhere. */
export function inHtml(report: Report): string {
  const { run, verdict, figures } = report;
  const { seal, title, says } = conclusion(verdict);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parley delivery check: ${escape(title)}</title><style>${STYLE}</style></head>
<body><main class="${verdict.outcome.replace(' ', '-')}">
<header><div class="seal" aria-hidden="true">${seal}</div><div>
<h1>${escape(title)}</h1>
<p class="soft">${says}
Seed <code>${escape(run.seed)}</code>, ${escape(run.version)}, ${run.nodes.length} nodes, ${figures.users} users on ${figures.devices} devices, ${figures.seconds} s, begun ${escape(run.startedAt)}.</p>
<p class="soft">Again with: <code>${escape(run.replay)}</code></p></div></header>
${lacks(verdict)}
${tiles(report)}
<h2>The run</h2><div class="card">${chart(report)}</div>
${anomalies(report)}
${faults(report)}
<h2>Invariants</h2><div class="card"><table><thead><tr><th>Id</th><th>What must hold</th><th>Verdict</th><th class="n">Looked at</th></tr></thead>
<tbody>${verdict.invariants.map(row).join('')}</tbody></table></div>
<h2>Calls</h2><div class="card"><table><thead><tr><th>Kind</th><th class="n">ok</th><th class="n">refused</th><th class="n">no answer</th></tr></thead>
<tbody>${Object.entries(report.outcomes).map(outcome).join('')}</tbody></table></div>
</main></body></html>
`;
}

function conclusion({ outcome, invariants }: Verdict): { seal: string; title: string; says: string } {
  const broken = invariants.filter(({ status }) => status === 'broken').map(({ id }) => id);
  const held = invariants.filter(({ status }) => status === 'held').length;
  if (outcome === 'broken') {
    const title = `${broken.length} of ${held + broken.length} invariants broken`;
    return { seal: '✗', title, says: `Broken: ${broken.join(', ')}.` };
  }
  if (outcome === 'not proven') {
    return { seal: '?', title: 'Not proven', says: `${held} invariants held, and this run is no proof: see below.` };
  }
  const says = 'Everything that was acked is there, once, in order, and only where it may be.';
  return { seal: '✓', title: `${held} invariants held`, says };
}

function lacks({ unproven }: Verdict): string {
  if (unproven.length === 0) return '';
  const items = unproven.map((lack) => `<li>${escape(lack)}</li>`).join('');
  return `<h2>What this run does not prove</h2><div class="card"><ul>${items}</ul></div>`;
}

function tiles({ figures }: Report): string {
  const { acked, sightings, probes, calls, faults: all, calm, delivery, ack } = figures;
  const tile = (name: string, value: string, more: string) =>
    `<div><dt>${name}</dt><dd>${value}</dd><small>${more}</small></div>`;
  return `<dl class="tiles">${[
    tile(
      'Sends acked',
      count(acked),
      `of ${count(calls.ok + calls.fail + calls.info)} calls, ${count(calls.info)} without an answer`,
    ),
    tile('Sightings checked', count(sightings), 'events that reached a device'),
    tile('Probes', count(probes), 'tokens looked for on purpose'),
    tile('Faults', count(all.length), `of ${count(new Set(all.map(({ fault }) => fault)).size)} kinds`),
    tile('Ack p99', ms(ack.p99), `p50 ${ms(ack.p50)}; without faults p99 ${ms(calm.ack.p99)}`),
    tile('Delivery p99', ms(delivery.p99), `p50 ${ms(delivery.p50)}; without faults p99 ${ms(calm.delivery.p99)}`),
  ].join('')}</dl>`;
}

function faults({ figures }: Report): string {
  if (figures.faults.length + figures.leftOut.length === 0) return '';
  const rows = figures.faults.map(
    ({ fault, what, target, bit, from, to, acked, ack, delivery }) =>
      `<tr><td>${escape(fault)}</td><td>${escape(target ? `${what} (${target})` : what)}</td><td class="n">${bit ? count(bit) : '<b>never</b>'}</td><td class="n">${at(from)}</td><td class="n">${to === null ? 'never healed' : ms(to - from)}</td><td class="n">${count(acked)}</td><td class="n">${slowest(ack)}</td><td class="n">${slowest(delivery)}</td></tr>`,
  );
  const leftOut = figures.leftOut.map(
    ({ fault, what, because }) =>
      `<tr><td>${escape(fault)}</td><td>${escape(what)}</td><td colspan="6"><b>left out</b>: ${escape(because)}</td></tr>`,
  );
  return `<h2>Faults</h2><div class="card"><table><thead><tr><th>Id</th><th>What was done</th><th class="n">Bit</th><th class="n">At, s</th><th class="n">For</th><th class="n">Sent and acked</th><th class="n">Ack p99</th><th class="n">Delivery p99</th></tr></thead><tbody>${[...rows, ...leftOut].join('')}</tbody></table></div>`;
}

const slowest = ({ n, p99 }: Quantiles): string => (n === 0 ? '–' : ms(p99));

function anomalies(report: Report): string {
  const { violations, invariants } = report.verdict;
  if (violations.length === 0) return '';
  const total = invariants.reduce((sum, one) => sum + one.violations, 0);
  const more =
    total > violations.length ? `<p class="soft">${count(total)} in all; the first of each kind are shown.</p>` : '';
  return `<h2>What went wrong</h2>${more}<div class="anomalies">${violations.map((v, i) => anomaly(v, report, i < 3)).join('')}</div>`;
}

function anomaly({ invariant, anomaly: name, says, window }: Violation, { names }: Report, open: boolean): string {
  const lines = window.map((line) => {
    const { what, details } = lineInWords(line, names);
    return `<tr class="${line.phase}"><td>${at(line.t)}</td><td>${escape(line.device ?? line.process)}</td><td>${escape(what)}</td><td>${escape(details)}</td></tr>`;
  });
  return `<details${open ? ' open' : ''}><summary><b>${invariant} ${escape(name)}</b>${escape(says)}</summary><div class="window"><table>${lines.join('')}</table></div></details>`;
}

function row({ id, sentence, status, looked, unit, violations, because }: InvariantVerdict): string {
  const pill = status === 'broken' ? `broken ${count(violations)}×` : status;
  const what = because ? `<br><span class="soft">${escape(because)}</span>` : '';
  const howMuch = status === 'nothing to look at' ? 'no' : count(looked);
  const amount = status === 'not applicable' ? '' : `${howMuch} ${escape(unit)}`;
  return `<tr><td>${id}</td><td>${escape(sentence)}${what}</td><td><span class="pill ${status.split(' ')[0]}">${pill}</span></td><td class="n soft">${amount}</td></tr>`;
}

const outcome = ([op, { ok, fail, info }]: [string, { ok: number; fail: number; info: number }]): string =>
  `<tr><td>${escape(op)}</td><td class="n">${count(ok)}</td><td class="n">${count(fail)}</td><td class="n">${count(info)}</td></tr>`;
