import { expect, it } from 'vitest';
import { composer, row, say, timeline } from './support/talk.js';
import { describeInBrowser } from './support/web.js';

await describeInBrowser('two people in two browsers', (web) => {
  it('find one another, talk, and see what was read', async () => {
    const ann = await web.person('Ann Arbor');
    const bob = await web.person('Bob Bristol');

    // Ann starts by the key and finds Bob by the beginning of his name.
    await ann.page.keyboard.press('n');
    await ann.page.getByRole('combobox', { name: 'Find a person' }).fill(bob.username.slice(0, 8));
    await ann.page.getByRole('option', { name: new RegExp(bob.username) }).click();
    await ann.page.getByRole('button', { name: 'Open conversation' }).click();
    await ann.page.waitForURL(/\/c\/[0-9a-f-]+$/);
    await say(ann, 'Shall we *start* at nine?\nI bring the `notes`.');

    await row(bob, 'Ann Arbor').getByText('1 unread message').waitFor();
    await expect.poll(() => bob.page.title()).toBe('(1) Parley');
    await row(bob, 'Ann Arbor').click();
    await timeline(bob).getByText('start', { exact: true }).waitFor();
    // Seen for a second in a focused tab: read, and Ann is told.
    await row(bob, 'Ann Arbor').getByText('1 unread message').waitFor({ state: 'detached' });
    await timeline(ann).getByRole('img', { name: 'Read' }).waitFor();

    await composer(bob).pressSequentially('Ni');
    await row(ann, 'Bob Bristol').getByText('typing…').waitFor();
    await say(bob, 'Nine is good.');
    await timeline(ann).getByText('Nine is good.').waitFor();
    await row(ann, 'Bob Bristol').getByText('Nine is good.').waitFor();
    await row(ann, 'Bob Bristol').getByRole('img', { name: 'Online' }).waitFor();

    // A reload shows the same conversation at the same address.
    await ann.page.reload();
    await timeline(ann).getByText('Nine is good.').waitFor();
    await row(ann, 'Bob Bristol').getByText('Nine is good.').waitFor();
  });

  it('make a group with members, which all of them see', async () => {
    const ann = await web.person('Ann Arbor');
    const bob = await web.person('Bob Bristol');
    await ann.page.getByRole('button', { name: 'Start a conversation' }).click();
    await ann.page.getByRole('button', { name: 'Group', exact: true }).click();
    await ann.page.getByRole('textbox', { name: 'Title of the group' }).fill('Harbour works');
    await ann.page.getByRole('combobox', { name: 'Add people' }).fill(bob.username);
    await ann.page.getByRole('option', { name: new RegExp(bob.username) }).click();
    await ann.page.getByRole('button', { name: 'Create group' }).click();
    await ann.page.getByRole('heading', { name: 'Harbour works' }).waitFor();

    await row(bob, 'Harbour works').click();
    await bob.page.getByRole('link', { name: 'Members' }).click();
    const panel = bob.page.getByRole('complementary', { name: 'Members' });
    await panel.getByText('Ann Arbor').waitFor();
    await bob.page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await say(bob, 'Here.');
    await timeline(ann).getByText('Here.').waitFor();
  });
});
