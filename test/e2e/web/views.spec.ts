import { it } from 'vitest';
import { describeInBrowser } from './support/web.js';
import { furnish } from './support/furnish.js';

/** Colours are the same at every width; in between there are two columns of the three, and then one. */
const CASES = [
  [1440, 'light'],
  [1440, 'dark'],
  [1024, 'light'],
  [390, 'dark'],
] as const;

await describeInBrowser('every view', (web) => {
  it.each(CASES)('breaks no rule of accessibility, %i px wide, %s', async (width, scheme) => {
    const ann = await web.person('Ann Arbor', { width, height: width < 500 ? 844 : 900, scheme });
    const { page } = ann;
    await page.getByText('No conversations yet').waitFor();
    await ann.checkAxe();
    const group = await furnish(web, ann);
    await page.getByRole('link', { name: /Harbour works/ }).waitFor();
    await page.getByRole('link', { name: /I can fetch them.*3 unread messages/ }).waitFor();
    await ann.checkAxe();
    // Before the conversation is opened: what is read there is no notification any more.
    await page.goto('/notifications');
    await page.getByRole('link', { name: /Chidi Okafor mentioned you in Harbour works.*bring the keys/ }).waitFor();
    await ann.checkAxe();
    await page.goto(`/c/${group}`);
    await page.getByText('Rain until noon').first().waitFor();
    await page.getByRole('textbox', { name: 'Message to Harbour works' }).waitFor();
    await ann.checkAxe();
    await page.goto(`/c/${group}/members`);
    await page.getByRole('complementary').getByText('Bob Bristol').waitFor();
    await ann.checkAxe();
    await page.goto('/settings');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.getByText('This one').waitFor();
    await page.getByText('Signed in', { exact: false }).last().waitFor();
    await ann.checkAxe();
    await page.goto('/?dialog=new');
    await page.getByRole('dialog', { name: 'New conversation' }).waitFor();
    await page.getByRole('combobox').fill('bob');
    await page.getByRole('option').first().waitFor();
    await ann.checkAxe();
    await page.goto('/?dialog=keys');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await ann.checkAxe();
    await page.goto('/?dialog=switcher');
    await page.getByRole('combobox').fill('h');
    await page.getByRole('option', { name: /Harbour works/ }).waitFor();
    await ann.checkAxe();
  });
});
