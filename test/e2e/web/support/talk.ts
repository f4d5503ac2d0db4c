import type { Locator } from 'playwright-core';
import type { Person } from './person.js';
import type { Web } from './web.js';

export const composer = ({ page }: Person): Locator => page.getByRole('textbox', { name: /^Message to/ });
export const timeline = ({ page }: Person): Locator => page.getByRole('log', { name: 'Messages' });
export const row = ({ page }: Person, name: string): Locator =>
  page.getByRole('navigation', { name: 'Conversations' }).getByRole('link', { name });

/** The line of the timeline with this text in a message of its own (not in a quote). */
export const line = (person: Person, text: string): Locator =>
  timeline(person)
    .locator('li[data-seq], li')
    .filter({ has: person.page.locator('p, em', { hasText: text }) });

export async function say(person: Person, text: string): Promise<void> {
  await composer(person).fill(text);
  await composer(person).press('Enter');
}

/** Points at a message and uses one of its tools. */
export async function tool(person: Person, text: string, name: string): Promise<void> {
  await line(person, text).hover();
  await line(person, text).getByRole('button', { name, exact: true }).click();
}

interface Talk {
  ann: Person;
  bob: Person;
  id: string;
}

/** Two people who look at the conversation they have with one another. */
export const openTalk = (web: Web): Promise<Talk> => pair(web, (id) => `/c/${id}`);

/** Two people with a conversation at which neither looks yet. */
export const acquaint = (web: Web): Promise<Talk> => pair(web, () => '/');

async function pair(web: Web, at: (id: string) => string): Promise<Talk> {
  const [ann, bob] = [await web.stranger(), await web.stranger()];
  await Promise.all([ann.register('Ann Arbor'), bob.register('Bob Bristol')]);
  const { id } = await ann.post<{ id: string }>('/v1/conversations', { kind: 'direct', userId: bob.userId });
  await Promise.all([ann.arrive(at(id)), bob.arrive(at(id))]);
  return { ann, bob, id };
}
