import { expect, it } from 'vitest';
import type { Person } from './support/person.js';
import { describeInBrowser } from './support/web.js';

/** What is evaluated in the page finds it there; Node has none. */
declare const getComputedStyle: (of: unknown) => { outlineStyle: string };
declare const MutationObserver: new (act: () => void) => { observe: (target: unknown, options: object) => void };

/** Presses Tab until what has the focus is called so; fails when it is out of the keyboard's reach. */
async function tabTo({ page }: Person, name: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let press = 0; press < 40; press++) {
    // Perhaps one is there already.
    if (press > 0) await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    if ((await focused.count()) === 0) continue;
    const called = await focused.evaluate((element) => {
      const labelled = (element as HTMLElement & { labels?: ArrayLike<HTMLElement> }).labels?.[0]?.innerText;
      return element.getAttribute('aria-label') ?? labelled ?? (element as HTMLElement).innerText;
    });
    seen.push(called);
    if (!name.test(called)) continue;
    // Whoever sees the page sees where one is.
    const ring = await focused.evaluate((element) => {
      const framed = element.closest('.MuiInputBase-root') ?? element;
      const { outlineStyle } = getComputedStyle(element);
      return outlineStyle !== 'none' || framed.classList.contains('Mui-focused');
    });
    expect(ring, `the focus on ${called} can be seen`).toBe(true);
    return;
  }
  throw new Error(`the keyboard does not reach ${name}, only: ${seen.join(', ')}`);
}

await describeInBrowser('without a mouse', (web) => {
  it('one signs in, finds somebody, and writes', async () => {
    const bob = await web.person('Bob Bristol');
    const ann = await web.stranger();
    await ann.register('Ann Arbor');
    const { keyboard } = ann.page;
    await ann.page.goto('/');
    await ann.page.getByRole('heading', { name: 'Welcome' }).waitFor();
    // The first field has the focus already.
    await keyboard.type(ann.username);
    await tabTo(ann, /^Password/);
    await keyboard.type(ann.password);
    await keyboard.press('Enter');
    await ann.live();

    await keyboard.press('?');
    const help = ann.page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await help.getByText('Go to a person or a group').waitFor();
    await keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });

    await keyboard.press('Control+k');
    const switcher = ann.page.getByRole('dialog', { name: 'Go to a conversation' });
    await switcher.getByRole('combobox').waitFor();
    await keyboard.type(bob.username);
    await switcher.getByRole('option', { name: /Bob Bristol/ }).waitFor();
    await keyboard.press('Enter');
    await ann.page.waitForURL(/\/c\/[0-9a-f-]+$/);
    await ann.page.getByRole('textbox', { name: 'Message to Bob Bristol' }).waitFor();
    await tabTo(ann, /^Message to Bob Bristol/);
    await keyboard.type('Written without a mouse.');
    await keyboard.press('Enter');

    // Who hears the page hears it, wherever the focus is.
    const heard = bob.page.getByRole('status').filter({ hasText: 'Ann Arbor wrote: Written without a mouse.' });
    await heard.waitFor();
    // The same once more, too: what changes is read out.
    await heard.evaluate((region) => {
      const changed = () => (region.dataset['changed'] = 'yes');
      new MutationObserver(changed).observe(region, { childList: true, characterData: true, subtree: true });
    });
    await keyboard.type('Written without a mouse.');
    await keyboard.press('Enter');
    await expect.poll(() => heard.getAttribute('data-changed')).toBe('yes');
  });

  it('the switcher shows what is unread first, and finds by letters in between', async () => {
    const ann = await web.person('Ann Arbor');
    const bob = await web.person('Bob Bristol');
    const group = (title: string) =>
      bob.post<{ id: string }>('/v1/conversations', { kind: 'group', title, userIds: [ann.userId] });
    const quiet = await group('Harbour works');
    const loud = await group('Harbour masters');
    await bob.post(`/v1/conversations/${loud.id}/messages`, { clientMessageId: crypto.randomUUID(), body: 'Tide!' });
    await group('Paperwork');
    const { keyboard } = ann.page;
    await ann.page.getByRole('link', { name: /Paperwork/ }).waitFor();
    await ann.page.getByRole('link', { name: /Harbour masters.*1 unread message/ }).waitFor();

    await keyboard.press('Control+k');
    const options = ann.page.getByRole('option');
    await options.nth(2).waitFor();
    expect(await options.first().innerText()).toContain('Harbour masters');
    expect(await options.first().getAttribute('aria-selected')).toBe('true');
    await keyboard.type('hrbwk');
    await ann.page.getByRole('option', { name: /Harbour masters/ }).waitFor({ state: 'detached' });
    await keyboard.press('Enter');
    await ann.page.waitForURL(`**/c/${quiet.id}`);
    // The address changes before the dialog is gone, and an open dialog keeps every key to itself.
    await options.first().waitFor({ state: 'detached' });
    await keyboard.press('Control+k');
    await options.nth(2).waitFor();
    await keyboard.press('ArrowUp');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await ann.page.waitForURL(`**/c/${loud.id}`);
  });
});
