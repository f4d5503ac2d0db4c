import { expect, it } from 'vitest';
import type { PresenceView } from '../../src/contract/index.js';
import { PresenceBook } from './presence-book.js';

const view = (userId: string, status: PresenceView['status']): PresenceView => ({ userId, status, lastSeenAt: null });

it('asks for 200 at a time', async () => {
  const sizes: number[] = [];
  const book = new PresenceBook((userIds) => {
    sizes.push(userIds.length);
    return Promise.resolve(userIds.map((id) => view(id, 'online')));
  });
  await book.ask(Array.from({ length: 450 }, (_, i) => `u${i}`));
  expect(sizes).toEqual([200, 200, 50]);
  expect(book.of('u449').status).toBe('online');
});

it('answers those who stand otherwise than was thought when it asks again', async () => {
  const book = new PresenceBook(() => Promise.resolve([view('ann', 'offline'), view('bob', 'online')]));
  book.heard([view('ann', 'online'), view('bob', 'online')]);
  expect(await book.askAgain()).toEqual([view('ann', 'offline')]);
  expect(book.of('ann').status).toBe('offline');
  expect(await book.askAgain()).toEqual([]);
});
