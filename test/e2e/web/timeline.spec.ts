import { expect, it } from 'vitest';
import { acquaint, composer, line, openTalk, say, timeline, row, tool } from './support/talk.js';
import { describeInBrowser } from './support/web.js';

// Two browsers on a machine that may be busy: a limit for what hangs.
const LONG_MS = 240_000;

await describeInBrowser('a timeline', (web) => {
  it(
    'answers, edits, reacts and deletes, seen by both',
    async () => {
      const { ann, bob } = await openTalk(web);
      await say(ann, 'Shall we meet at nine?');
      await say(ann, 'Bring the *keys*.');
      await line(bob, 'Shall we meet').waitFor();

      await tool(bob, 'Shall we meet', 'Reply');
      await bob.page.getByText('Replying to Ann Arbor').waitFor();
      await say(bob, 'Nine is fine.');
      await line(ann, 'Nine is fine.')
        .getByRole('link', { name: /Ann Arbor.*Shall we meet/ })
        .click();
      await ann.page.waitForURL(/\/c\/[^/]+\/\d+$/);
      await line(ann, 'Shall we meet').locator('[data-highlighted]').waitFor();

      // ↑ in the empty composer takes up the last own message.
      await composer(ann).press('ArrowUp');
      const editor = ann.page.getByRole('textbox', { name: 'Editing your message' });
      await editor.fill('Bring the *spare* keys.');
      await editor.press('Enter');
      await line(bob, 'spare').getByText('(edited)').waitFor();

      // By the keyboard: to the last message, react, the first emoji.
      await timeline(bob).focus();
      await bob.page.keyboard.press('k');
      await bob.page.keyboard.press('k');
      await bob.page.keyboard.press('e');
      await bob.page.getByRole('dialog', { name: 'React' }).waitFor();
      await bob.page.keyboard.press('Enter');
      await line(ann, 'spare').getByRole('button', { name: '👍 1: Bob Bristol' }).click();
      await line(bob, 'spare').getByRole('button', { name: '👍 2: Bob Bristol, Ann Arbor' }).getByText('2').waitFor();

      await tool(ann, 'Shall we meet', 'More');
      await ann.page.getByRole('menuitem', { name: 'Who has read it' }).click();
      await ann.page.getByRole('dialog').getByText('Bob Bristol').waitFor();
      await ann.page.getByRole('button', { name: 'Close' }).click();
      await tool(ann, 'Shall we meet', 'More');
      await ann.page.getByRole('menuitem', { name: 'Delete' }).click();
      await ann.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await line(bob, 'This message was deleted.').waitFor();
      await line(bob, 'Nine is fine.').getByText('Message deleted').waitFor();
      await ann.checkAxe();
    },
    LONG_MS,
  );

  it(
    'mentions a member by a few letters, and shows who is meant',
    async () => {
      const { ann, bob } = await openTalk(web);
      await composer(ann).pressSequentially('Ask @bo');
      await ann.page.getByRole('option', { name: /Bob Bristol/ }).waitFor();
      await composer(ann).press('Enter');
      await expect.poll(() => composer(ann).inputValue()).toBe(`Ask @${bob.username} `);
      await composer(ann).press('Enter');
      await timeline(bob).locator('mark', { hasText: bob.username }).waitFor();
    },
    LONG_MS,
  );

  it(
    'keeps a draft for each conversation, over a reload and on other devices',
    async () => {
      const { ann, bob } = await openTalk(web);
      await composer(ann).fill('Half a thou');
      await row(ann, 'Bob Bristol').getByText('Draft: Half a thou').waitFor();
      await ann.page.reload();
      await expect.poll(() => composer(ann).inputValue()).toBe('Half a thou');
      await composer(ann).fill('');
      await row(ann, 'Bob Bristol').getByText('No messages yet').waitFor();
      await say(bob, 'Hello?');
      await row(ann, 'Bob Bristol').getByText('Hello?').waitFor();
    },
    LONG_MS,
  );

  it(
    'leaves in a conversation what was begun there',
    async () => {
      const { ann, bob, id } = await openTalk(web);
      const group = await ann.post<{ id: string }>('/v1/conversations', {
        kind: 'group',
        title: 'Pier',
        userIds: [bob.userId],
      });
      await say(ann, 'Bring the keys.');
      // Only what the server has can be edited.
      await line(bob, 'Bring the keys.').waitFor();
      await line(ann, 'Bring the keys.')
        .getByRole('img', { name: /Sent|Delivered|Read/ })
        .waitFor();
      await composer(ann).press('ArrowUp');
      const editor = ann.page.getByRole('textbox', { name: 'Editing your message' });
      await editor.fill('Bring the spare keys.');
      await row(ann, 'Pier').click();
      await ann.page.waitForURL(`**/c/${group.id}`);
      await editor.waitFor({ state: 'detached' });
      expect(await composer(ann).inputValue()).toBe('');
      await composer(ann).pressSequentially('Ask @bo');
      await ann.page.getByRole('option', { name: /Bob Bristol/ }).waitFor();
      // By the keyboard, so that the field keeps the focus.
      await composer(ann).press('Alt+ArrowUp');
      await ann.page.waitForURL(`**/c/${id}`);
      await ann.page.getByRole('option').waitFor({ state: 'detached' });
      await expect.poll(() => composer(ann).inputValue()).toBe('');
      await tool(ann, 'Bring the keys.', 'Reply');
      await ann.page.keyboard.type('Both?');
      await composer(ann).press('Alt+ArrowDown');
      await ann.page.waitForURL(`**/c/${group.id}`);
      await expect.poll(() => composer(ann).inputValue()).toBe('Ask @bo');
      expect(await ann.page.getByText('Replying to').count()).toBe(0);
      await composer(ann).press('Alt+ArrowUp');
      await ann.page.getByText('Replying to Ann Arbor').waitFor();
      await composer(ann).press('Enter');
      await line(bob, 'Both?')
        .getByRole('link', { name: /Ann Arbor.*Bring the keys/ })
        .waitFor();
    },
    LONG_MS,
  );

  it(
    'saves what was begun when one goes away in the middle of it',
    async () => {
      const { ann, id } = await openTalk(web);
      await composer(ann).fill('I was about to s');
      await ann.page.goto('about:blank');
      // The page that would have saved it at the next pause is gone.
      const drafts = () => ann.get<{ body: string }>(`/v1/conversations/${id}/draft`);
      await expect.poll(async () => (await drafts()).body, { timeout: 30_000 }).toBe('I was about to s');
    },
    LONG_MS,
  );

  it(
    'clears the badge in every tab when one has read',
    async () => {
      const { ann, bob, id } = await acquaint(web);
      const other = await ann.context.newPage();
      await other.goto('/');
      await ann.page.bringToFront();
      await bob.page.goto(`/c/${id}`);
      await say(bob, 'Are you there?');
      const badge = other.getByRole('link', { name: /Bob Bristol/ }).getByText('1 unread message');
      await badge.waitFor();
      await ann.page.goto(`/c/${id}`);
      await badge.waitFor({ state: 'detached' });
    },
    LONG_MS,
  );

  it(
    'keeps favourites at the top and what is muted quiet',
    async () => {
      const { ann } = await openTalk(web);
      await ann.page.getByRole('button', { name: 'More' }).first().click();
      await ann.page.getByRole('menuitem', { name: 'Add to favourites' }).click();
      await row(ann, 'Bob Bristol').getByRole('img', { name: 'Favourite' }).waitFor();
      await ann.page.getByRole('button', { name: 'More' }).first().click();
      await ann.page.getByRole('menuitem', { name: 'Mute' }).click();
      await row(ann, 'Bob Bristol').getByRole('img', { name: 'Muted' }).waitFor();
    },
    LONG_MS,
  );

  it(
    'calls yesterday what was today when midnight has passed',
    async () => {
      const { ann, bob, id } = await openTalk(web);
      await say(bob, 'Good night.');
      await line(ann, 'Good night.').waitFor();
      // To Ann it is a minute before midnight.
      await ann.page.clock.install({ time: new Date().setHours(23, 59, 0, 0) });
      await ann.page.goto(`/c/${id}`);
      await timeline(ann).getByText('Today', { exact: true }).waitFor();
      const listed = () => row(ann, 'Bob Bristol').getByRole('time').textContent();
      expect(await listed()).toMatch(/^\d\d:\d\d$/);
      await ann.page.clock.fastForward(60_000);
      await timeline(ann).getByText('Yesterday', { exact: true }).waitFor();
      await expect.poll(listed).toMatch(/^[A-Z][a-z]+$/);
    },
    LONG_MS,
  );
});
