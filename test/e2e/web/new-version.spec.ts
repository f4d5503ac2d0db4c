import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Person } from './support/person.js';
import { type Redeployed, redeployed } from './support/redeployed.js';
import { describeInBrowser, oneNode, type Web } from './support/web.js';

let deployment: Redeployed;

const banner = (page: Page) => page.getByRole('status').filter({ hasText: 'A newer Parley is ready.' });
const live = (page: Page) => page.getByRole('button', { name: 'Connection: Live' }).waitFor();
/** The name of the build a page runs: its first script. */
const buildOf = (page: Page) => page.locator('script[type=module]').first().getAttribute('src');
/** Whether no worker waits, and how many builds the browser keeps the files of. */
const worker = (page: Page) =>
  page.evaluate<[boolean, number]>(
    `Promise.all([navigator.serviceWorker.getRegistration(), caches.keys()])
      .then(([{ active, waiting, installing }, kept]) => [active.state === 'activated' && !waiting && !installing, kept.length])`,
  );

/** Code that was not loaded yet, and that the server has no more. */
async function loadsMore(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Account: Ann Arbor' }).click();
  await page.getByRole('menuitem', { name: 'Settings' }).waitFor();
  await page.keyboard.press('Escape');
}

/** Somebody whose page has the worker of its build. */
async function atHome(web: Web): Promise<Person> {
  const ann = await web.person('Ann Arbor');
  await ann.page.evaluate('navigator.serviceWorker.ready.then(() => true)');
  const looks = deployment.looks();
  await ann.page.reload();
  await ann.live();
  // The browser looks by itself a moment after a page is loaded, and then no more.
  await expect.poll(deployment.looks, { timeout: 30_000 }).toBeGreaterThan(looks);
  return ann;
}

await describeInBrowser(
  'a newer build',
  (web) => {
    it('is told of, and its button loads it for good', async () => {
      const ann = await atHome(web);
      const { page } = ann;
      const before = await buildOf(page);
      deployment.deploy();
      // As when its node is replaced by one of the newer build.
      ann.expectProblem(/ERR_INTERNET_DISCONNECTED/);
      await ann.context.setOffline(true);
      await page.getByRole('button', { name: /Connection: (Offline|Connecting)/ }).waitFor();
      await ann.context.setOffline(false);
      await banner(page).waitFor();
      await loadsMore(page);

      await banner(page).getByRole('button', { name: 'Reload' }).click();
      await expect.poll(() => buildOf(page)).not.toBe(before);
      await live(page);
      await expect.poll(() => worker(page)).toEqual([true, 1]);
      expect(await banner(page).count()).toBe(0);
    });

    it('is nothing to be told of to a page of that build; a tab of the one before goes on until it is reloaded', async () => {
      const { page, context } = await atHome(web);
      const before = await buildOf(page);
      deployment.deploy();
      const other = await context.newPage();
      await other.goto('/');
      await live(other);
      expect(await buildOf(other)).not.toBe(before);
      await banner(page).waitFor();
      await expect.poll(() => worker(other)).toEqual([true, 2]);
      expect(await banner(other).count()).toBe(0);
      await loadsMore(page);

      await banner(page).getByRole('button', { name: 'Reload' }).click();
      await expect.poll(() => buildOf(page)).not.toBe(before);
      await live(page);
      for (const tab of [page, other]) expect(await banner(tab).count()).toBe(0);
    });
  },
  async () => (deployment = await redeployed(await oneNode())),
);
