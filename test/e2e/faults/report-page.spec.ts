import { expect, it } from 'vitest';
import type { Line } from '../../faults/history/index.js';
import { History } from '../../faults/model/history.js';
import { scriptOf } from '../../faults/naive/script.js';
import { naiveRun } from '../../faults/naive/world.js';
import { inHtml, reportOn } from '../../faults/report/index.js';
import { describeInBrowser } from '../web/support/web.js';

/** As a run of chosen faults prints it. */
const LONG = `npm run check:guarantee -- --faults=${Array.from({ length: 20 }, (_, i) => `F${10 + i}`).join()} --seed=a`;
const nowhere = { url: 'about:blank', database: '', close: () => Promise.resolve() };

await describeInBrowser(
  'the report of the checker',
  (web) => {
    it.each([
      ['held', undefined],
      ['broken', 'resume-hole'],
    ] as const)('%s: is a page without an error that fits a telephone as it fits a desk', async (_, bug) => {
      const { lines } = structuredClone(naiveRun(5, scriptOf(5, 300, ['pause']), bug));
      (lines[0] as Extract<Line, { op: 'run' }>).result.replay = LONG;
      const page = await web.browser.newPage();
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (line) => line.type() === 'error' && problems.push(line.text()));
      await page.setContent(inHtml(reportOn(History.of(lines))));
      for (const width of [390, 1_440]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(width);
      }
      expect(await page.locator('svg').isVisible()).toBe(true);
      await page.close();
      expect(problems).toEqual([]);
    });
  },
  () => Promise.resolve(nowhere),
);
