import { expect, it } from 'vitest';
import type { ConversationsApi } from '../rest/conversations-api.js';
import { Books } from './books.js';
import { MemberLists } from './member-lists.js';

/** Three books, and an API that notes whose receipts are asked for and answers when it is told to. */
function shelf() {
  const asked: string[] = [];
  const waiting: Array<() => void> = [];
  const receipts = (id: string) => {
    asked.push(id);
    return new Promise<[]>((resolve) => waiting.push(() => resolve([])));
  };
  const members = () => Promise.resolve({ items: [] });
  const api = { receipts, members } as unknown as ConversationsApi;
  const books = new Books('me', api, new MemberLists(api), () => undefined);
  for (const id of ['a', 'b', 'c']) books.open(id);
  asked.length = 0;
  waiting.length = 0;
  const answer = async () => {
    waiting.shift()!();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { books, asked, answer };
}

it('asks for one conversation after the other when the connection is back, the last opened first', async () => {
  const { books, asked, answer } = shelf();
  const done = books.refresh();
  expect(asked).toEqual(['c']);
  books.remove('b');
  await answer();
  expect(asked).toEqual(['c', 'a']);
  await answer();
  await done;
  expect(asked).toEqual(['c', 'a']);
});

it('begins anew when the connection was lost again meanwhile, and ends with the account', async () => {
  const { books, asked, answer } = shelf();
  void books.refresh();
  void books.refresh();
  expect(asked).toEqual(['c', 'c']);
  await answer();
  expect(asked).toEqual(['c', 'c']);
  await answer();
  expect(asked).toEqual(['c', 'c', 'b']);
  books.stop();
  await answer();
  expect(asked).toEqual(['c', 'c', 'b']);
});
