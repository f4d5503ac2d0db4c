import { describe, expect, it } from 'vitest';
import type { Line } from '../history/index.js';
import { History } from '../model/history.js';
import { scriptOf } from '../naive/script.js';
import { naiveRun } from '../naive/world.js';
import { quantiles } from './figures.js';
import { inHtml, inText, reportOn } from './index.js';

const reported = (bug?: 'resume-hole') => reportOn(History.of(naiveRun(5, scriptOf(5, 300, ['pause']), bug).lines));

describe('the report', () => {
  it('counts and measures by the clock of the history', () => {
    const { figures, verdict } = reported();
    expect(verdict.outcome).toBe('held');
    expect(figures.bins.reduce((sum, { acked }) => sum + acked, 0)).toBe(figures.acked);
    expect(figures.bins.length).toBeLessThanOrEqual(181);
    // The naive server answers within 1 to 40 ms and shows within 30 more.
    expect(figures.ack.p50).toBeGreaterThan(1);
    expect(figures.ack.max).toBeLessThanOrEqual(41);
    expect(figures.delivery.max).toBeLessThanOrEqual(71);
    expect(figures.calls.ok).toBeGreaterThan(figures.acked);
  });

  it('is one page without anything from anywhere, with the verdict and every invariant', () => {
    const [good, bad] = [reported(), reported('resume-hole')];
    const [goodPage, badPage] = [inHtml(good), inHtml(bad)];
    expect(goodPage).toContain('invariants held');
    expect(badPage).toContain('I11 partial recovery');
    for (const page of [goodPage, badPage]) {
      expect(page).not.toMatch(/<script|<link|<img|url\(|@import|https?:/u);
      for (const { id } of good.verdict.invariants) expect(page).toContain(`<td>${id}</td>`);
    }
  });

  it('says in text what was broken, with the lines around it and how to run it again', () => {
    const text = inText(reported('resume-hole'));
    expect(text).toContain('I11 partial recovery: ');
    expect(text).toMatch(/ok resume #\d+/u);
    expect(text.endsWith('again with: seed 5')).toBe(true);
  });

  it('says why a run proves nothing, in text and on the page', () => {
    const { lines } = structuredClone(naiveRun(5, scriptOf(5, 100)));
    const [run] = lines as [Extract<Line, { op: 'run' }>];
    run.result.asked.sends = 5_000;
    const result = { fault: 'F31', what: 'a full disk', because: 'only <root> may' };
    lines.push({ t: lines.at(-1)!.t, process: 'nemesis', phase: 'mark', op: 'fault-left-out', result });
    const report = reportOn(History.of(lines));
    const [text, page] = [inText(report), inHtml(report)];
    expect(text).toMatch(/NOT PROVEN: .*\n {2}\d+ sends were acked, and 5000 were asked for\n/u);
    expect(text).toContain('F31  LEFT OUT  a full disk: only <root> may');
    expect(text).not.toContain('HELD');
    expect(page).toContain('<h1>Not proven</h1>');
    expect(page).toContain('<li>F31 was left out: only &lt;root&gt; may</li>');
    expect(page).toContain('<b>left out</b>: only &lt;root&gt; may');
  });

  it('says of every fault what it hit and how often', () => {
    const { lines } = structuredClone(naiveRun(5, scriptOf(5, 100)));
    const { t } = lines.at(-1)!;
    const by = { t, process: 'nemesis', phase: 'mark' } as const;
    lines.push({ ...by, op: 'fault-start', result: { id: 98, fault: 'F32', what: 'cuts' } });
    lines.push({ ...by, op: 'fault-heal', result: { id: 98, target: 'node-2', bit: 17 } });
    lines.push({ ...by, op: 'fault-start', result: { id: 99, fault: 'F37', what: 'resets' } });
    lines.push({ ...by, op: 'fault-heal', result: { id: 99, bit: 0 } });
    const report = reportOn(History.of(lines));
    expect(inText(report)).toContain('cuts (node-2): bit 17 times, ');
    expect(inText(report)).toContain('resets: NEVER BIT, ');
    expect(inHtml(report)).toContain('<td>cuts (node-2)</td><td class="n">17</td>');
    expect(inHtml(report)).toContain('<td>resets</td><td class="n"><b>never</b></td>');
  });

  it('writes user content as text, never as markup', () => {
    const report = reported('resume-hole');
    report.verdict.violations[0]!.says = '<b onload="x">&';
    expect(inHtml(report)).toContain('&lt;b onload=&quot;x&quot;&gt;&amp;');
  });
});

describe('quantiles', () => {
  it('are values that were measured', () => {
    expect(quantiles([])).toEqual({ n: 0, p50: 0, p99: 0, max: 0 });
    expect(quantiles(Array.from({ length: 100 }, (_, i) => 100 - i))).toEqual({ n: 100, p50: 50, p99: 99, max: 100 });
  });
});
