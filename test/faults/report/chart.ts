import type { Bin, Figures } from './figures.js';
import type { Report } from './report.js';
import { at, count, ms } from './words.js';

const WIDTH = 1120;
const LEFT = 64;
const RIGHT = 16;
const LANE = 22;
const PLOT = 150;
const GAP = 34;
const BARS = 56;
const DECADES = [0.1, 1, 10, 100, 1_000, 10_000, 100_000];

interface Frame {
  x: (t: number) => number;
  from: number;
  to: number;
}

/** Faults as lanes, latencies over time below them on a logarithmic scale, acks per second at the bottom. All inline SVG. */
export function chart({ figures, verdict }: Report): string {
  const from = figures.bins[0]?.from ?? 0;
  const to = Math.max(figures.bins.at(-1)?.to ?? 1, ...figures.faults.map((fault) => fault.to ?? 0), from + 1);
  const frame = { from, to, x: (t: number) => LEFT + ((t - from) / (to - from)) * (WIDTH - LEFT - RIGHT) };
  const rows = lanes(figures);
  const lanesHeight = Math.max(1, ...rows.map(({ lane }) => lane + 1)) * LANE + 8;
  const tops = {
    ack: lanesHeight + GAP,
    delivery: lanesHeight + 2 * GAP + PLOT,
    bars: lanesHeight + 3 * GAP + 2 * PLOT,
  };
  const height = tops.bars + BARS + 30;
  const times = verdict.violations.flatMap(({ window, says }) => {
    const first = window.find(({ phase }) => phase !== 'final');
    return first ? [{ t: first.t, says }] : [];
  });
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Faults, latencies and acks over time">
${rows.map(({ fault, lane }) => band(frame, fault, lane, tops.bars + BARS)).join('')}
${plot(frame, figures.bins, 'ack', tops.ack, 'Ack: from sending to the answer')}
${plot(frame, figures.bins, 'delivery', tops.delivery, 'Delivery: from sending until a connected device shows it')}
${bars(frame, figures.bins, tops.bars)}
${axis(frame, tops.bars + BARS)}
${times.map(({ t, says }) => marker(frame, t, says, lanesHeight, tops.bars + BARS)).join('')}
</svg>`;
}

type Placed = { fault: Figures['faults'][number]; lane: number };

/** As few lanes as possible, so that faults which were on together don't cover one another. */
function lanes({ faults }: Figures): Placed[] {
  const ends: number[] = [];
  return faults.map((fault) => {
    const free = ends.findIndex((end) => end < fault.from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = fault.to ?? Infinity;
    return { fault, lane };
  });
}

function band(
  { x, to: end }: Frame,
  { fault, what, from, to, acked, delivery }: Placed['fault'],
  lane: number,
  bottom: number,
): string {
  const [left, right] = [x(from), x(to ?? end)];
  const width = Math.max(2, right - left);
  const top = 4 + lane * LANE;
  const title = `${fault} ${what}, ${at(from)} s to ${to === null ? 'the end' : `${at(to)} s`}: ${count(acked)} acked, delivery p99 ${ms(delivery.p99)}`;
  return `<g class="fault"><title>${escape(title)}</title>
<rect class="shade" x="${left}" y="${top}" width="${width}" height="${bottom - top}"/>
<rect class="lane" x="${left}" y="${top}" width="${width}" height="${LANE - 4}" rx="4"/>
<text x="${Math.min(left + 5, WIDTH - 40)}" y="${top + 13}">${escape(fault)}</text></g>`;
}

function plot({ x }: Frame, bins: readonly Bin[], what: 'ack' | 'delivery', top: number, title: string): string {
  const used = bins.filter((bin) => bin[what].n > 0);
  const highest = Math.max(10, ...used.map((bin) => bin[what].p99));
  const lowest = Math.min(1, ...used.map((bin) => Math.max(0.1, bin[what].p50)));
  const decades = DECADES.filter((d) => d >= lowest / 10 && d <= highest * 10);
  const [least, most] = [
    decades.filter((d) => d <= lowest).at(-1)!,
    decades.find((d) => d >= highest) ?? decades.at(-1)!,
  ];
  const y = (value: number) => {
    const share = Math.log(Math.max(least, value) / least) / Math.log(most / least);
    return top + PLOT - Math.min(1, share) * PLOT;
  };
  const grid = decades
    .filter((d) => d >= least && d <= most)
    .map(
      (d) =>
        `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(d)}" y2="${y(d)}"/><text class="tick" x="${LEFT - 8}" y="${y(d) + 4}" text-anchor="end">${d < 1 ? `${d} ms` : ms(d).replace('.0', '')}</text>`,
    );
  const middle = ({ from, to }: Bin) => x((from + to) / 2).toFixed(1);
  const path = (of: 'p50' | 'p99') =>
    runs(bins, what)
      .map((run) => `M${run.map((bin) => `${middle(bin)},${y(bin[what][of]).toFixed(1)}`).join('L')}`)
      .join('');
  const area = runs(bins, what)
    .map((run) => {
      const upper = run.map((bin) => `${middle(bin)},${y(bin[what].p99).toFixed(1)}`);
      const lower = run.map((bin) => `${middle(bin)},${y(bin[what].p50).toFixed(1)}`).reverse();
      return `M${[...upper, ...lower].join('L')}Z`;
    })
    .join('');
  const dots = used.map(
    (bin) =>
      `<circle cx="${middle(bin)}" cy="${y(bin[what].p99).toFixed(1)}" r="5"><title>${at(bin.from)} s: p50 ${ms(bin[what].p50)}, p99 ${ms(bin[what].p99)}, longest ${ms(bin[what].max)}</title></circle>`,
  );
  return `<g class="${what}"><text class="name" x="${LEFT}" y="${top - 12}">${title}</text>
<text class="key" x="${WIDTH - RIGHT}" y="${top - 12}" text-anchor="end">p99 above, p50 below</text>
${grid.join('')}<path class="spread" d="${area}"/><path class="p50" d="${path('p50')}"/><path class="p99" d="${path('p99')}"/>${dots.join('')}</g>`;
}

/** Stretches in which something was measured; a pause is a pause, not a straight line. */
function runs(bins: readonly Bin[], what: 'ack' | 'delivery'): Bin[][] {
  const all: Bin[][] = [[]];
  for (const bin of bins) {
    if (bin[what].n > 0) all.at(-1)!.push(bin);
    else if (all.at(-1)!.length > 0) all.push([]);
  }
  return all.filter((run) => run.length > 0);
}

function bars({ x }: Frame, bins: readonly Bin[], top: number): string {
  const rate = ({ acked, from, to }: Bin) => acked / ((to - from) / 1000);
  const most = Math.max(1, ...bins.map(rate));
  const each = bins.map((bin) => {
    const height = (rate(bin) / most) * BARS;
    const [left, right] = [x(bin.from), x(bin.to)];
    return `<rect x="${left.toFixed(1)}" y="${(top + BARS - height).toFixed(1)}" width="${Math.max(0.5, right - left - 1).toFixed(1)}" height="${height.toFixed(1)}"><title>${at(bin.from)} s: ${rate(bin).toFixed(0)} acks/s</title></rect>`;
  });
  return `<g class="bars"><text class="name" x="${LEFT}" y="${top - 8}">Acks per second, at most ${most.toFixed(0)}</text>${each.join('')}</g>`;
}

function axis({ x, from, to }: Frame, top: number): string {
  const seconds = (to - from) / 1000;
  const step = [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 3_600].find((s) => seconds / s <= 12) ?? 7_200;
  const marks: string[] = [];
  for (let s = Math.ceil(from / 1000 / step) * step; s * 1000 <= to; s += step) {
    const place = x(s * 1000).toFixed(1);
    marks.push(
      `<line class="grid" x1="${place}" x2="${place}" y1="${top}" y2="${top + 5}"/><text class="tick" x="${place}" y="${top + 20}" text-anchor="middle">${s} s</text>`,
    );
  }
  return `<line class="base" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${top}" y2="${top}"/>${marks.join('')}`;
}

function marker({ x }: Frame, t: number, says: string, top: number, bottom: number): string {
  const place = x(t).toFixed(1);
  return `<g class="anomaly"><title>${escape(says)}</title><line x1="${place}" x2="${place}" y1="${top + 8}" y2="${bottom}"/><path d="M${place},${top} l6,6 l-6,6 l-6,-6 z"/></g>`;
}

export const escape = (text: string): string =>
  text.replace(/[&<>"]/gu, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);
