import type { Locator } from 'playwright-core';
import { expect, it, vi } from 'vitest';
import { createClient } from '../../../sdk/index.js';
import { keptUnread } from './support/kept.js';
import type { Person } from './support/person.js';
import { seedHistory } from './support/seed.js';
import { acquaint, line, row, say, timeline } from './support/talk.js';
import { describeInBrowser, type Web } from './support/web.js';
import { XSS_CASES } from './support/xss-cases.js';

// Two browsers on a machine that may be busy: a limit for what hangs.
const LONG_MS = 240_000;
const MESSAGES = 20_000;
const READ = 15_000;

/** What is evaluated in the page finds it there; Node has none. */
declare const requestAnimationFrame: (act: () => void) => number;

const lines = (count: number) => Array.from({ length: count }, (_, at) => `Line ${at + 1}.`);

/** Where a line stands in the timeline's height: 0 at its top, 1 at its end. */
const heightOf = (row: Locator): Promise<number> =>
  row.evaluate((element) => {
    const frame = element.closest('[role=log]')!.getBoundingClientRect();
    return (element.getBoundingClientRect().top - frame.top) / frame.height;
  });

/** By how many pixels a line in the middle of the screen moves, at most, until the oldest line here is another one. */
const shiftUntilChanged = (log: Locator, scrollTo?: number): Promise<number> =>
  log.evaluate(async (scroller, top) => {
    const first = () => scroller.querySelector('li')!.dataset['seq'];
    const before = first();
    if (top !== undefined) scroller.scrollTop = top;
    const frame = scroller.getBoundingClientRect();
    const lines = [...scroller.querySelectorAll('li')];
    const watched = lines.find((one) => one.getBoundingClientRect().top > frame.top + frame.height / 2)!;
    const stood = watched.getBoundingClientRect().top;
    let most = 0;
    let changed = false;
    const begun = Date.now();
    for (let settled = 0; settled < 20;) {
      if (Date.now() - begun > 60_000)
        throw new Error(`still ${before} at the top, ${lines.length} lines, ${scroller.scrollTop} px scrolled`);
      await new Promise<void>((done) => requestAnimationFrame(() => done()));
      most = Math.max(most, Math.abs(watched.getBoundingClientRect().top - stood));
      changed ||= first() !== before;
      if (changed) settled += 1;
    }
    return most;
  }, scrollTo);

/** The same of scrolling to near the oldest line, so that more is loaded above. */
const shiftOfLoadingOlder = (log: Locator): Promise<number> => shiftUntilChanged(log, 300);

/** On another device. */
async function read(web: Web, { username, password }: Person, id: string, seq: number): Promise<void> {
  const client = createClient({ url: web.url });
  await client.login({ username, password });
  await client.connect();
  await client.timeline(id).markRead(seq);
  client.close();
}

/** Somebody at the end of more messages than the page has at first. */
async function atTheEnd(web: Web) {
  const { ann, bob, id } = await acquaint(web);
  const last = await seedHistory(web, id, bob.userId, lines(150));
  await ann.page.goto(`/c/${id}/${last}`);
  await line(ann, 'Line 150.').waitFor();
  return { ann, log: timeline(ann) };
}

await describeInBrowser('a long history', (web) => {
  it(
    'opens at the first unread message, never moves what is read, and shows any message in its place',
    async () => {
      const { ann, bob, id } = await acquaint(web);
      const bodies = Array.from({ length: MESSAGES }, (_, at) => `Line ${at + 1}. ${'And so on. '.repeat(at % 9)}`);
      const last = await seedHistory(web, id, bob.userId, bodies);
      const seqOf = (number: number) => last - MESSAGES + number;
      await read(web, ann, id, seqOf(READ));
      await ann.page.goto(`/c/${id}`);
      const log = timeline(ann);
      const firstUnread = log.locator(`li[data-seq="${seqOf(READ + 1)}"]`);
      await firstUnread.getByText(/5.?000 new/).waitFor();
      const height = await heightOf(firstUnread);
      expect(height).toBeGreaterThanOrEqual(0);
      expect(height).toBeLessThan(1 / 3);
      await ann.page.getByRole('button', { name: /5.?000 new messages/ }).waitFor();

      const shifts: number[] = [];
      for (let page = 0; page < 10; page += 1) shifts.push(await shiftOfLoadingOlder(log));
      console.info(`shift on loading older: ${Math.max(...shifts).toFixed(2)} px at most (goal 1)`);
      expect(Math.max(...shifts)).toBeLessThanOrEqual(1);
      expect(await log.locator('li').count()).toBeLessThanOrEqual(450);

      // What comes below is counted and moves nothing.
      await bob.page.goto(`/c/${id}`);
      await say(bob, 'Something new.');
      await ann.page.getByRole('button', { name: /5.?001 new messages/ }).click();
      await line(ann, 'Something new.').waitFor();
      await ann.page.getByRole('button', { name: /new messages/ }).waitFor({ state: 'detached' });

      await ann.page.goto(`/c/${id}/${seqOf(7_000)}`);
      const wanted = log.locator(`li[data-seq="${seqOf(7_000)}"]`);
      await wanted.locator('[data-highlighted]').waitFor();
      const middle = await heightOf(wanted);
      expect(middle).toBeGreaterThan(0.3);
      expect(middle).toBeLessThan(0.6);

      // Who was away for so long that numbers are skipped reads on where he was.
      await log.locator(`li[data-seq="${seqOf(6_940)}"]`).waitFor();
      await log.locator(`li[data-seq="${seqOf(7_060)}"]`).waitFor();
      ann.expectProblem(/ERR_INTERNET_DISCONNECTED/);
      await ann.context.setOffline(true);
      await seedHistory(web, id, bob.userId, bodies.slice(0, 5_000));
      const shift = shiftUntilChanged(log);
      await ann.context.setOffline(false);
      expect(await shift).toBeLessThanOrEqual(1);
      await log.evaluate((scroller) => (scroller.scrollTop = scroller.scrollHeight));
      await log.locator(`li[data-seq="${seqOf(7_040)}"]`).waitFor();
      await shiftOfLoadingOlder(log);
      await log.locator(`li[data-seq="${seqOf(6_950)}"]`).waitFor();
    },
    LONG_MS,
  );

  it(
    'asks again by itself for a page that was refused',
    async () => {
      const { ann, log } = await atTheEnd(web);
      ann.expectProblem(/503/);
      const asked: number[] = [];
      await ann.page.route(/\/messages\?.*before/, (route) =>
        asked.push(performance.now()) <= 3 ? route.fulfill({ status: 503 }) : route.fallback(),
      );
      // The one touch: from here on nobody scrolls.
      await log.evaluate((scroller) => (scroller.scrollTop = 0));
      await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
      const oldest = await log.locator('li[data-seq]').first().getAttribute('data-seq');
      await log.locator(`li[data-seq="${Number(oldest) - 1}"]`).waitFor();
      expect(asked.length).toBeGreaterThan(3);
      // The pauses double, whatever the scroll event did to the first: 8 s after the third refusal.
      expect(asked[3]! - asked[2]!).toBeGreaterThan(7_900);
    },
    LONG_MS,
  );

  it(
    'says that it loads while a page of the history is long in coming',
    async () => {
      const { ann, log } = await atTheEnd(web);
      const bar = ann.page.getByRole('progressbar', { name: 'Loading more messages' });
      await bar.waitFor({ state: 'detached' });
      let answer = () => undefined as void;
      const held = new Promise<void>((resolve) => (answer = resolve));
      await ann.page.route(/\/messages\?.*before/, (route) => held.then(() => route.fallback()));
      const oldest = await log.locator('li[data-seq]').first().getAttribute('data-seq');
      await log.evaluate((scroller) => (scroller.scrollTop = 0));
      await bar.waitFor();
      answer();
      await log.locator(`li[data-seq="${Number(oldest) - 1}"]`).waitFor();
      await bar.waitFor({ state: 'detached' });
    },
    LONG_MS,
  );

  it(
    'opens where one has read to on another device since',
    async () => {
      const { ann, bob, id } = await acquaint(web);
      const last = await seedHistory(web, id, bob.userId, lines(150));
      await bob.page.goto(`/c/${id}`);
      await say(bob, 'One more.');
      await expect.poll(() => keptUnread(ann, id)).toBe(151);
      await ann.page.goto('about:blank');
      await read(web, ann, id, last);
      await ann.page.goto(`/c/${id}`);
      await line(ann, 'One more.').waitFor();
    },
    LONG_MS,
  );

  it(
    'leaves the reader where he went while a jump was on its way',
    async () => {
      const { ann, bob, id } = await acquaint(web);
      const first = await bob.write(id, 'How it began.');
      await seedHistory(web, id, bob.userId, lines(150));
      const seq = await bob.write(id, 'It began well.', first);
      await read(web, ann, id, seq - 1);
      await ann.page.goto(`/c/${id}`);
      await line(ann, 'It began well.').waitFor();

      const jumps: Array<() => void> = [];
      await ann.page.route(/\/messages\?.*around/, async (route) => {
        await new Promise<void>((resolve) => jumps.push(resolve));
        await route.fallback();
      });
      const meanwhile = async (go: () => Promise<void>, where: string) => {
        jumps.length = 0;
        await timeline(ann)
          .getByRole('link', { name: /How it began/ })
          .click();
        await expect.poll(() => jumps.length).toBe(1);
        await go();
        const answered = ann.page.waitForResponse(/\/messages\?.*around/);
        jumps[0]!();
        await (await answered).finished();
        // What would be moved is moved by now.
        await ann.page.waitForTimeout(500);
        const height = await heightOf(line(ann, where));
        expect(height).toBeGreaterThan(0);
        expect(height).toBeLessThan(1);
      };
      await meanwhile(() => row(ann, 'Bob Bristol').click(), 'It began well.');
      await meanwhile(async () => {
        await say(ann, 'Did it?');
        await line(ann, 'Did it?')
          .getByRole('img', { name: /Sent|Delivered|Read/ })
          .waitFor();
      }, 'Did it?');
    },
    LONG_MS,
  );

  it(
    `D9 runs nothing of ${XSS_CASES.length} messages that try`,
    async () => {
      expect(XSS_CASES.length).toBeGreaterThanOrEqual(200);
      const { ann, bob, id } = await acquaint(web);
      const last = await seedHistory(web, id, bob.userId, [...XSS_CASES, 'The end.']);
      const dialogs: string[] = [];
      ann.page.on('dialog', (dialog) => void (dialogs.push(dialog.message()), dialog.dismiss()));
      await ann.page.goto(`/c/${id}/${last}`);
      const log = timeline(ann);
      await line(ann, 'The end.').waitFor();
      const first = log.locator(`li[data-seq="${last - XSS_CASES.length}"]`);
      while ((await first.count()) === 0) await shiftOfLoadingOlder(log);
      // Each of them is there, and clicked where there is something to click.
      expect(await log.locator('li[data-seq]').count()).toBeGreaterThanOrEqual(XSS_CASES.length + 1);
      const found = await log.evaluate((scroller) => ({
        ran: (globalThis as { __ran?: number }).__ran ?? 0,
        elements: scroller.querySelectorAll('script,iframe,object,embed,img,video,form,style,meta,base,math,details')
          .length,
        handlers: [...scroller.querySelectorAll('*')].filter((one) =>
          [...one.attributes].some(({ name }) => name.startsWith('on')),
        ).length,
        links: [...scroller.querySelectorAll('a[href]')]
          .map((link) => link.getAttribute('href')!)
          .filter((href) => href !== '' && !/^(https?:\/\/|mailto:|\/c\/)/i.test(href)),
      }));
      expect(found).toEqual({ ran: 0, elements: 0, handlers: 0, links: [] });
      expect(dialogs).toEqual([]);
    },
    LONG_MS,
  );
});
