import { expect, it } from 'vitest';
import { describeInBrowser, oneNode } from './support/web.js';

await describeInBrowser('signing in', (web) => {
  it('offers the first one an account at once; who has one signs out, signs in, and stays so over a reload', async () => {
    const ann = await web.stranger();
    const { page } = ann;
    await page.goto('/');
    await page.getByText('it becomes the administrator', { exact: false }).waitFor();
    expect(await page.getByRole('link', { name: 'Sign in' }).count()).toBe(0);
    ann.username = `ann-${Date.now().toString(36)}`;
    await page.getByLabel('Username').fill(ann.username);
    await page.getByLabel('Name', { exact: true }).fill('Ann Arbor');
    await page.getByLabel('Password', { exact: false }).first().fill(ann.password);
    await page.getByRole('button', { name: 'Create account' }).click();
    await ann.live();
    await page.getByText('No conversations yet').waitFor();

    await page.getByRole('button', { name: 'Account: Ann Arbor' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    expect(await page.getByText('Your session has ended').count()).toBe(0);

    await ann.signIn();
    await page.reload();
    await ann.live();
    await page.getByRole('button', { name: 'Account: Ann Arbor' }).waitFor();
  });

  it('offers everybody after the first one both', async () => {
    const bob = await web.stranger();
    await bob.register('Bob');
    await bob.page.goto('/');
    await bob.page.getByRole('heading', { name: 'Welcome' }).waitFor();
    await bob.page.getByRole('link', { name: 'Create account' }).click();
    await bob.page.getByRole('heading', { name: 'Create your account' }).waitFor();
    await bob.page.getByRole('link', { name: 'Sign in' }).click();
    await bob.signIn(bob.page.url());
  });

  it('leads back to the address one came with', async () => {
    const ann = await web.stranger();
    await ann.register('Ann');
    await ann.page.goto('/settings?dialog=keys');
    await ann.page.waitForURL(/\/sign-in\?next=/);
    await ann.submitSignIn(ann.page.url());
    await ann.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    expect(ann.page.url()).toBe(`${web.url}/settings?dialog=keys`);
  });

  it('says what was wrong, and keeps what was typed', async () => {
    const ann = await web.stranger();
    await ann.register('Ann');
    ann.expectProblem(/401/);
    await ann.page.goto('/sign-in');
    await ann.page.getByLabel('Username').fill(ann.username);
    await ann.page.getByLabel('Password', { exact: false }).first().fill('not this one');
    await ann.page.getByRole('button', { name: 'Sign in' }).click();
    await ann.page.getByText('Wrong username or password.').waitFor();
    expect(await ann.page.getByLabel('Username').inputValue()).toBe(ann.username);
  });

  it('speaks German to who reads German', async () => {
    const ann = await web.stranger({ locale: 'de-DE' });
    await ann.page.goto('/');
    await ann.page.getByRole('heading', { name: 'Willkommen' }).waitFor();
    expect(await ann.page.locator('html').getAttribute('lang')).toBe('de');
  });

  it.each(['light', 'dark'] as const)('breaks no rule of accessibility, %s', async (scheme) => {
    const ann = await web.stranger({ scheme });
    await ann.page.goto('/sign-in');
    await ann.page.getByRole('heading', { name: 'Welcome' }).waitFor();
    await ann.checkAxe();
    await ann.page.getByRole('link', { name: 'Create account' }).click();
    await ann.page.getByText('At least 8 characters', { exact: false }).waitFor();
    await ann.checkAxe();
  });
});

await describeInBrowser(
  'where registration is closed',
  (web) => {
    it('is open to the first one all the same, and says to everybody after that it is closed', async () => {
      const first = await web.stranger();
      await first.page.goto('/');
      await first.page.getByText('it becomes the administrator', { exact: false }).waitFor();
      await first.page.getByText('At least 8 characters', { exact: false }).waitFor();
      expect(await first.page.getByRole('alert').count()).toBe(0);
      await first.register('Ann');
      const second = await web.stranger();
      await second.page.goto('/register');
      await second.page.getByRole('alert').waitFor();
    });
  },
  () => oneNode({ REGISTRATION: 'closed' }),
);
