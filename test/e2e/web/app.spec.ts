import { expect, it } from 'vitest';
import { furnish } from './support/furnish.js';
import { composer, row } from './support/talk.js';
import { describeInBrowser } from './support/web.js';

await describeInBrowser('the app', (web) => {
  it('starts without a network, and claims nothing it does not know', async () => {
    const ann = await web.person('Ann');
    const { page } = ann;
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
    ann.expectProblem(/ERR_INTERNET_DISCONNECTED/);
    await ann.context.setOffline(true);
    await page.reload();
    await page.getByRole('button', { name: /Connection: (Offline|Connecting)/ }).waitFor();
    await page.getByRole('button', { name: 'Connection: Offline' }).click();
    await page.getByText('Messages you write are kept and will be sent', { exact: false }).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByText('No conversations yet').count()).toBe(0);
    await ann.context.setOffline(false);
    await ann.live();
    await page.getByText('No conversations yet').waitFor();
  });

  it('says that something is not there only when the server has said so', async () => {
    const [ann, bob] = [await web.stranger(), await web.stranger()];
    await Promise.all([ann.register('Ann'), bob.register('Bob')]);
    const { id } = await ann.post<{ id: string }>('/v1/conversations', { kind: 'direct', userId: bob.userId });
    ann.expectProblem(/503/);
    let refused = 0;
    await ann.page.route(/\/v1\/conversations/, (route) => {
      refused += 1;
      return route.fulfill({ status: 503 });
    });
    await ann.arrive(`/c/${id}`);
    // The list is asked for again: the first answer was taken for what it is.
    const first = refused;
    await expect.poll(() => refused).toBeGreaterThan(first);
    for (const text of ['No conversations yet', 'There is nothing at this address'])
      expect(await ann.page.getByText(text).count()).toBe(0);
    await ann.page.unrouteAll();
    await row(ann, 'Bob').waitFor();
    await composer(ann).waitFor();
  });

  it('fetches what is visited next before it is visited', async () => {
    const ann = await web.person('Ann');
    const scripts = () =>
      ann.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name.split('/').at(-1)!));
    for (const view of ['ConversationView', 'NotificationsView', 'SettingsView'])
      await expect.poll(scripts).toContainEqual(expect.stringMatching(`^${view}-.*\\.js$`));
    expect((await scripts()).filter((name) => name.startsWith('AdminView'))).toEqual([]);
  });

  it('is used by the keyboard alone', async () => {
    const ann = await web.person('Ann');
    const { page } = ann;
    await furnish(web, ann);
    await page.getByRole('link', { name: /Harbour works/ }).waitFor();
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByRole('textbox', { name: 'Message to Harbour works' }).waitFor();
    await page.keyboard.press('Alt+Shift+ArrowDown');
    await page.getByRole('textbox', { name: 'Message to Harbour works' }).waitFor({ state: 'detached' });
    const composer = page.getByRole('textbox', { name: /^Message to/ });
    await composer.and(page.locator(':focus')).waitFor();
    await page.keyboard.type('?');
    await expect.poll(() => composer.inputValue()).toBe('?');
    await page.getByRole('navigation').getByRole('heading').click();
    await page.keyboard.type('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.type('/har');
    await page.getByRole('link', { name: /Bob Bristol/ }).waitFor({ state: 'detached' });
    await expect.poll(() => page.getByRole('navigation').getByRole('link').count()).toBe(1);
  });

  it('remembers how one likes it', async () => {
    const ann = await web.person('Ann');
    const { page } = ann;
    await page.goto('/settings');
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.getByRole('button', { name: 'Compact' }).click();
    const handle = page.getByRole('separator', { name: 'Width of the conversation list' });
    await handle.press('ArrowRight');
    await page.getByRole('combobox', { name: 'Language' }).click();
    await page.getByRole('option', { name: 'Deutsch' }).click();
    await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    expect(await page.getByRole('button', { name: 'Kompakt' }).getAttribute('aria-pressed')).toBe('true');
    expect(await page.getByRole('separator').getAttribute('aria-valuenow')).toBe('308');
  });
});
