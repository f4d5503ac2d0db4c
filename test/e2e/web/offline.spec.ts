import { expect, it } from 'vitest';
import { kept, keptReadSeq } from './support/kept.js';
import type { Person } from './support/person.js';
import { line, openTalk, row, say, timeline } from './support/talk.js';
import { describeInBrowser, type Web } from './support/web.js';

// Two browsers on a machine that may be busy: a limit for what hangs.
const LONG_MS = 240_000;

/** Ann and Bob have both written, and Ann's browser could start without a network. */
async function talked(web: Web) {
  const talk = await openTalk(web);
  const { ann, bob, id } = talk;
  await say(ann, 'Leaving now.');
  await line(bob, 'Leaving now.').waitFor();
  await say(bob, 'Bon voyage.');
  await line(ann, 'Bon voyage.').waitFor();
  await line(ann, 'Leaving now.').getByRole('img', { name: 'Read' }).waitFor();
  // What is shown is written down within a second or so.
  const seq = Number(await line(ann, 'Leaving now.').getAttribute('data-seq'));
  await expect.poll(() => keptReadSeq(ann, id)).toBeGreaterThanOrEqual(seq);
  await ann.page.evaluate('navigator.serviceWorker.ready.then(() => true)');
  return talk;
}

const waiting = (person: Person, text: string) =>
  line(person, text)
    .getByRole('img', { name: /Waiting to be sent|Sending/ })
    .waitFor();
const texts = (person: Person) => timeline(person).locator('li p').allTextContents();

await describeInBrowser('a browser without a network', (web) => {
  it(
    'shows the conversation with its messages after a reload, and sends in order and once what is written then',
    async () => {
      const { ann, bob } = await talked(web);
      ann.expectProblem(/ERR_INTERNET_DISCONNECTED/);
      await ann.context.setOffline(true);
      const before = ['Leaving now.', 'Bon voyage.'];
      const written = ['first', 'second', 'third', 'fourth'].map((word) => `Written in a tunnel, ${word}.`);
      for (const text of written.slice(0, 2)) await say(ann, text);
      await waiting(ann, written[1]!);

      await ann.page.reload();
      await waiting(ann, written[1]!);
      await expect.poll(() => texts(ann)).toEqual([...before, ...written.slice(0, 2)]);
      await line(ann, before[0]!).getByRole('img', { name: 'Read' }).waitFor();
      await ann.page.getByRole('heading', { name: 'Bob Bristol' }).waitFor();
      await row(ann, 'Bob Bristol').waitFor();
      await ann.page.getByRole('button', { name: /Connection: (Offline|Connecting)/ }).waitFor();
      expect(await ann.page.getByRole('alert').count()).toBe(0);
      for (const text of written.slice(2)) await say(ann, text);
      await waiting(ann, written[3]!);
      await ann.checkAxe();

      await ann.context.setOffline(false);
      await ann.live();
      for (const person of [ann, bob]) {
        await expect.poll(() => texts(person), { timeout: 30_000 }).toEqual([...before, ...written]);
      }
      await line(ann, written[3]!)
        .getByRole('img', { name: /Sent|Delivered|Read/ })
        .waitFor();
      expect(await texts(ann)).toEqual([...before, ...written]);
    },
    LONG_MS,
  );

  it(
    'is shown what it knows before the server has said anything, and what is new when it has',
    async () => {
      const { ann, bob } = await talked(web);
      await expect.poll(() => kept(ann)).toHaveLength(2);
      let release!: () => void;
      const held = new Promise<void>((resolve) => (release = resolve));
      await ann.page.route(/\/v1\//, (route) => held.then(() => route.continue()));
      await say(bob, 'And a new one.');
      await line(ann, 'And a new one.').waitFor();
      await ann.page.reload();
      await line(ann, 'Bon voyage.').waitFor();
      expect(await ann.page.getByRole('button', { name: 'Connection: Live' }).count()).toBe(0);
      await say(bob, 'Another one.');
      release();
      await ann.live();
      await line(ann, 'Another one.').waitFor();
      await expect.poll(() => texts(ann)).toEqual(['Leaving now.', 'Bon voyage.', 'And a new one.', 'Another one.']);
    },
    LONG_MS,
  );

  it(
    'has nothing left of who signed out, and shows the next one none of it',
    async () => {
      const { ann, id } = await talked(web);
      await expect.poll(() => kept(ann)).toHaveLength(2);
      await ann.page.getByRole('button', { name: 'Account: Ann Arbor' }).click();
      await ann.page.getByRole('menuitem', { name: 'Sign out' }).click();
      await ann.page.getByRole('button', { name: 'Sign in' }).waitFor();
      await expect.poll(() => kept(ann)).toEqual([]);

      const eve = await web.stranger();
      await eve.register('Eve Everett');
      await ann.page.getByLabel('Username').fill(eve.username);
      await ann.page.getByLabel('Password', { exact: false }).first().fill(eve.password);
      await ann.page.getByRole('button', { name: 'Sign in' }).click();
      await ann.live();
      await ann.page.getByText('No conversations yet').waitFor();
      await ann.page.goto(`/c/${id}`);
      await ann.page.getByText('There is nothing at this address').waitFor();
      for (const text of ['Leaving now.', 'Bob Bristol']) expect(await ann.page.getByText(text).count()).toBe(0);
    },
    LONG_MS,
  );
});
