import { it } from 'vitest';
import { describeInBrowser } from './support/web.js';
import { furnish } from './support/furnish.js';

const WIDTHS = { wide: 1440, middle: 1024, narrow: 390 };
const SCHEMES = ['light', 'dark'] as const;
const CASES = Object.entries(WIDTHS).flatMap(([name, width]) =>
  SCHEMES.map((scheme) => [name, scheme, width] as const),
);

await describeInBrowser('every view', (web) => {
  it.each(CASES)('breaks no rule of accessibility, %s %s', async (name, scheme, width) => {
    const ann = await web.person('Ann Arbor', { width, height: width < 500 ? 844 : 900, scheme });
    const { page } = ann;
    await page.getByText('No conversations yet').waitFor();
    await ann.checkAxe();
    const group = await furnish(web, ann);
    const look = async (view: string) => {
      await ann.shoot(`${view}-${name}-${scheme}`);
      await ann.checkAxe();
    };
    await page.getByRole('link', { name: /Harbour works/ }).waitFor();
    await page.getByRole('link', { name: /I can fetch them.*3 unread messages/ }).waitFor();
    await look('list');
    // Before the conversation is opened: what is read there is no notification any more.
    await page.goto('/notifications');
    await page.getByRole('link', { name: /Chidi Okafor mentioned you in Harbour works.*bring the keys/ }).waitFor();
    await look('notifications');
    await page.goto(`/c/${group}`);
    await page.getByText('Rain until noon').first().waitFor();
    await page.getByRole('textbox', { name: 'Message to Harbour works' }).waitFor();
    await look('conversation');
    await page.goto(`/c/${group}/members`);
    await page.getByRole('complementary').getByText('Bob Bristol').waitFor();
    await look('members');
    await page.goto('/settings');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.getByText('This one').waitFor();
    await page.getByText('Signed in', { exact: false }).last().waitFor();
    await look('settings');
    await page.goto('/?dialog=new');
    await page.getByRole('dialog', { name: 'New conversation' }).waitFor();
    await page.getByRole('combobox').fill('bob');
    await page.getByRole('option').first().waitFor();
    await look('new');
    await page.goto('/?dialog=keys');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await look('keys');
    await page.goto('/?dialog=switcher');
    await page.getByRole('combobox').fill('h');
    await page.getByRole('option', { name: /Harbour works/ }).waitFor();
    await look('switcher');
  });
});
