import { expect, it } from 'vitest';
import { describeInBrowser } from './support/web.js';

await describeInBrowser('the settings', (web) => {
  it('change the name here and in the other tab, and the look, and keep both', async () => {
    const ann = await web.person('Ann Arbor');
    const { page } = ann;
    const tab = await ann.context.newPage();
    await tab.goto('/');
    await page.goto('/settings');
    await page.getByRole('textbox', { name: 'Name' }).fill('Ann of the Quay');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByRole('button', { name: 'Account: Ann of the Quay' }).waitFor();
    await tab.getByRole('button', { name: 'Account: Ann of the Quay' }).waitFor();

    await page.getByRole('button', { name: 'Dark' }).click();
    await page.getByRole('combobox', { name: 'Language' }).click();
    await page.getByRole('option', { name: 'Deutsch' }).click();
    await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Konto: Ann of the Quay' }).waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  });

  it('show where one is signed in, end it there, and tell what happened', async () => {
    const ann = await web.person('Ann Arbor');
    const elsewhere = await web.stranger();
    elsewhere.username = ann.username;
    elsewhere.expectProblem(/401/);
    await elsewhere.arrive();

    await ann.page.goto('/settings');
    const sessions = ann.page.getByRole('list', { name: 'Where you are signed in' });
    await sessions.getByText('This one').waitFor();
    // The browser elsewhere, and the one that made the account by REST.
    await sessions.getByRole('listitem').nth(2).waitFor();
    await sessions.getByRole('button', { name: 'End the session of Chrome on Linux' }).click();
    await elsewhere.page.getByText('Your session has ended.', { exact: false }).waitFor();
    await ann.page.getByRole('button', { name: 'End all others' }).click();
    await ann.page.getByRole('dialog').getByRole('button', { name: 'End them' }).click();
    await sessions.getByRole('listitem').nth(1).waitFor({ state: 'detached' });
    await sessions.getByText('This one').waitFor();
    await ann.page.reload();
    await ann.page.getByRole('list', { name: 'Sign-in history' }).getByText('Signed out').first().waitFor();
  });

  it('change the password, and say when the present one is wrong', async () => {
    const ann = await web.person('Ann Arbor');
    ann.expectProblem(/403/);
    await ann.page.goto('/settings');
    const change = async (from: string, to: string) => {
      await ann.page.getByLabel('Current password').fill(from);
      await ann.page.getByLabel('New password').fill(to);
      await ann.page.getByRole('button', { name: 'Change password' }).click();
    };
    await change('not this one at all', 'seven grey herons wade');
    await ann.page.getByText('The current password is wrong; nothing was changed.').waitFor();
    await change(ann.password, 'seven grey herons wade');
    await ann.page.getByText('The password was changed.', { exact: false }).waitFor();
    await ann.post('/v1/auth/login', { username: ann.username, password: 'seven grey herons wade' });
  });
});
