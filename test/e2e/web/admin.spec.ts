import { expect, it } from 'vitest';
import { ask } from '../../support/database.js';
import type { Person, PersonOptions } from './support/person.js';
import { describeInBrowser } from './support/web.js';

await describeInBrowser("the administrator's page", (web) => {
  let username = '';

  /** The first account of the server is its administrator. */
  async function administrator(options: PersonOptions = {}): Promise<Person> {
    const ada = await (username === '' ? web.person('Ada Byron', options) : web.stranger(options));
    if (username !== '') {
      ada.username = username;
      await ada.arrive();
    }
    username = ada.username;
    return ada;
  }

  const part = ({ page }: Person, name: string) => page.getByRole('region', { name, exact: true });
  const open = async (ada: Person) => {
    await ada.page.goto('/admin');
    await part(ada, 'Health').getByText('64 of 64').waitFor();
  };
  const query = (sql: string) => ask(web.database, sql);

  /** Has an account and no browser yet: no device of theirs answers what they are sent. */
  const away = async (name: string) => {
    const person = await web.stranger();
    await person.register(name);
    return person;
  };

  /** Something the notifications gave up on, as `ada` sees: their table is away while somebody is written to, who is answered. */
  async function deadLetter(ada: Person): Promise<Person> {
    const [whom, from] = [await away('Bob Bristol'), await away('Chidi Okafor')];
    await query('ALTER TABLE notification_inboxes RENAME TO put_aside');
    try {
      const { id } = await from.post<{ id: string }>('/v1/conversations', { kind: 'direct', userId: whom.userId });
      await from.write(id, 'Are you there?');
      await part(ada, 'Dead letters').getByText('relation "notification_inboxes" does not exist').waitFor();
    } finally {
      await query('ALTER TABLE put_aside RENAME TO notification_inboxes');
    }
    return whom;
  }

  it('finds a user, ends their session, and shuts their account', async () => {
    const ada = await administrator();
    const { page } = ada;
    const bob = await web.person('Bob Bristol');
    await web.person('Chidi Okafor');
    // His session ends, and then he is refused.
    bob.expectProblem(/401|403/);
    await page.getByRole('button', { name: 'Account: Ada Byron' }).click();
    await page.getByRole('menuitem', { name: 'Administration' }).click();
    await page.waitForURL('**/admin');
    const users = page.getByRole('list', { name: 'Users' });
    await users.getByText('Chidi Okafor').waitFor();
    expect(await users.getByRole('button', { name: 'Disable Ada Byron' }).isDisabled()).toBe(true);
    await page.getByRole('searchbox', { name: 'Find by the beginning of a name' }).fill('bob');
    await users.getByText('Chidi Okafor').waitFor({ state: 'detached' });
    await users.getByText(`@${bob.username}`, { exact: false }).waitFor();
    // The browser, and the one that made the account by REST.
    await users.getByRole('button', { name: '2 sessions of Bob Bristol' }).click();
    const sessions = page.getByRole('list', { name: 'Where Bob Bristol is signed in' });
    await sessions.getByRole('button', { name: 'End the session of Chrome on Linux' }).click();
    await bob.page.getByText('Your session has ended.', { exact: false }).waitFor();
    await users.getByRole('button', { name: '1 session of Bob Bristol' }).waitFor();

    await users.getByRole('button', { name: 'Disable Bob Bristol' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await users.getByRole('button', { name: '0 sessions of Bob Bristol' }).waitFor();
    await users.getByText('disabled').waitFor();
    await bob.page.getByLabel('Username').fill(bob.username);
    await bob.page.getByLabel('Password', { exact: false }).first().fill(bob.password);
    await bob.page.getByRole('button', { name: 'Sign in' }).click();
    await bob.page.getByText('This account was disabled by the administrator.').waitFor();
    await users.getByRole('button', { name: 'Enable Bob Bristol' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Enable' }).click();
    await users.getByRole('button', { name: 'Disable Bob Bristol' }).waitFor();
    await bob.page.getByRole('button', { name: 'Sign in' }).click();
    await bob.live();
  });

  it('is not there for anybody else', async () => {
    await administrator();
    const bob = await web.person('Bob Bristol');
    await bob.page.getByRole('button', { name: 'Account: Bob Bristol' }).click();
    await bob.page.getByRole('menuitem', { name: 'Settings' }).waitFor();
    expect(await bob.page.getByRole('menuitem', { name: 'Administration' }).count()).toBe(0);
    await bob.page.goto('/admin');
    await bob.page.getByText('This page is for administrators').waitFor();
    expect(await bob.page.getByRole('region', { name: 'Users' }).count()).toBe(0);
    await bob.checkAxe();
  });

  it('shows what was given up on, has it tried again, and gives it up for good', async () => {
    const ada = await administrator();
    await open(ada);
    const letters = part(ada, 'Dead letters');
    await letters.getByText('None. Every event was handled.').waitFor();
    const bob = await deadLetter(ada);
    await letters.getByText('notifications.inbox · messaging.message-sent.v1').waitFor();
    await letters.getByRole('button', { name: 'Try again' }).click();
    await letters.getByText('None. Every event was handled.').waitFor();
    // It was really done: what waited is in the other one's list.
    await bob.arrive();
    await bob.page.getByRole('link', { name: '1 unread notification' }).waitFor();

    const dora = await deadLetter(ada);
    await letters.getByRole('button', { name: 'Try all again' }).waitFor();
    await letters.getByRole('button', { name: 'Discard' }).click();
    await ada.page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await letters.getByText('None. Every event was handled.').waitFor();
    await dora.arrive();
    await dora.page.getByRole('link', { name: 'Notifications', exact: true }).waitFor();
  });

  it('breaks no rule of accessibility, wide or narrow, light or dark', async () => {
    let first = true;
    for (const scheme of ['light', 'dark'] as const) {
      for (const width of [1440, 390]) {
        const ada = await administrator({ width, height: width < 500 ? 844 : 900, scheme });
        await open(ada);
        if (first) await deadLetter(ada);
        first = false;
        await part(ada, 'Dead letters').getByRole('button', { name: 'Try all again' }).waitFor();
        const sessions = ada.page.getByRole('button', { name: /sessions? of Ada Byron/ });
        await sessions.click();
        await ada.page.getByText('This one').waitFor();
        await ada.checkAxe();
      }
    }
  });
});
