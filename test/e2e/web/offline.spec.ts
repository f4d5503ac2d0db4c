import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { kept, keptReadSeq } from './support/kept.js';
import type { Person } from './support/person.js';
import { seedHistory } from './support/seed.js';
import { acquaint, line, openTalk, row, say, timeline } from './support/talk.js';
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
const sent = (person: Person, text: string) =>
  line(person, text)
    .getByRole('img', { name: /Sent|Delivered|Read/ })
    .waitFor();
const texts = (person: Person) => timeline(person).locator('li p').allTextContents();
const goOffline = async (person: Person) => {
  person.expectProblem(/ERR_INTERNET_DISCONNECTED/);
  await person.context.setOffline(true);
};
const goOnline = async (person: Person) => {
  await person.context.setOffline(false);
  await person.live();
};
const unreachable = ({ page }: Person) => page.getByText('The server cannot be reached', { exact: false });

/** Where the middle of a line stands in the timeline's height: 0 at its top, 1 at its end. */
const heightOf = (row: Locator): Promise<number> =>
  row.evaluate((element) => {
    const frame = element.closest('[role=log]')!.getBoundingClientRect();
    const { top, height } = element.getBoundingClientRect();
    return (top + height / 2 - frame.top) / frame.height;
  });

/** Ann looks at an answer to the first message, in the middle of so long a history that neither that nor the end is here. */
async function inTheMiddle(web: Web) {
  const { ann, bob, id } = await acquaint(web);
  const lines = (name: string) => Array.from({ length: 300 }, (_, at) => `${name} ${at + 1}.`);
  const first = await bob.write(id, 'How it began.');
  await seedHistory(web, id, bob.userId, lines('Early'));
  const seq = await bob.write(id, 'It began well.', first);
  await seedHistory(web, id, bob.userId, lines('Late'));
  await bob.page.goto(`/c/${id}`);
  const answer = timeline(ann).locator(`li[data-seq="${seq}"]`);
  const quote = answer.getByRole('link', { name: /How it began/ });
  const goThere = async () => {
    await ann.page.goto(`/c/${id}/${seq}`);
    await ann.live();
    await answer.locator('[data-highlighted]').waitFor();
    await quote.waitFor();
  };
  await goThere();
  return { ann, bob, answer, quote, goThere };
}

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

  it(
    'shows what is written where nothing else is here, and sends it once',
    async () => {
      const ann = await web.person('Ann Arbor');
      const bob = await web.person('Bob Bristol');
      const { id } = await ann.post<{ id: string }>('/v1/conversations', { kind: 'direct', userId: bob.userId });
      await bob.page.goto(`/c/${id}`);
      await say(bob, 'Are you on board?');
      await row(ann, 'Bob Bristol').getByText('Are you on board?').waitFor();
      await goOffline(ann);
      await row(ann, 'Bob Bristol').click();
      const note = ann.page.getByRole('alert').filter({ hasText: 'The messages could not be loaded' });
      await note.waitFor();
      await say(ann, 'Written blind.');
      await waiting(ann, 'Written blind.');
      await note.waitFor();
      await ann.checkAxe();

      await goOnline(ann);
      for (const person of [ann, bob]) {
        await expect.poll(() => texts(person), { timeout: 30_000 }).toEqual(['Are you on board?', 'Written blind.']);
      }
      await note.waitFor({ state: 'detached' });
      await sent(ann, 'Written blind.');
    },
    LONG_MS,
  );

  it(
    'says so when it cannot go elsewhere, and stays where one reads, also when the network is back',
    async () => {
      const { ann, bob, answer, quote, goThere } = await inTheMiddle(web);
      const height = await heightOf(answer);
      await goOffline(ann);
      await ann.page.getByRole('button', { name: /Jump to latest|new messages/ }).click();
      await unreachable(ann).waitFor();
      expect(await heightOf(answer)).toBeCloseTo(height, 2);
      await goOnline(ann);
      // The latest is what one still wants then.
      await line(ann, 'Late 300.').waitFor();

      await goThere();
      await goOffline(ann);
      await quote.click();
      await unreachable(ann).waitFor();
      const stood = await heightOf(answer);
      await goOnline(ann);
      await say(bob, 'Welcome back.');
      await row(ann, 'Bob Bristol').getByText('Welcome back.').waitFor();
      expect(await heightOf(answer)).toBeCloseTo(stood, 2);
    },
    LONG_MS,
  );

  it(
    'shows what is written while an older part is read, and leads to it when the network is back',
    async () => {
      const { ann, bob } = await inTheMiddle(web);
      await goOffline(ann);
      await say(ann, 'From the middle.');
      await waiting(ann, 'From the middle.');
      await expect.poll(() => heightOf(line(ann, 'From the middle.'))).toBeLessThan(1);
      expect(await line(ann, 'Late 300.').count()).toBe(0);

      await goOnline(ann);
      await line(ann, 'Late 300.').waitFor();
      await sent(ann, 'From the middle.');
      await expect.poll(() => heightOf(line(ann, 'From the middle.'))).toBeLessThan(1);
      await ann.page.getByRole('button', { name: /Jump to latest|new messages/ }).waitFor({ state: 'detached' });
      for (const person of [ann, bob]) {
        const all = async () => (await texts(person)).slice(-2);
        await expect.poll(all, { timeout: 30_000 }).toEqual(['Late 300.', 'From the middle.']);
      }
    },
    LONG_MS,
  );
});
