import { expect, it } from 'vitest';
import type { MeView } from '../../src/contract/index.js';
import { MemoryStore } from '../store/memory-store.js';
import { GivenTokens } from './given-tokens.js';

/** An application whose tokens are its user's name and how often they were renewed; the server knows whose each is. */
function application(store: MemoryStore, name: string) {
  const asked: string[] = [];
  const tokens = new GivenTokens(
    store,
    () => name,
    (token = name) => {
      asked.push(token);
      if (token === 'lost') return Promise.reject(new Error('no answer'));
      return Promise.resolve({ id: token.replace(/\d/g, '') } as MeView);
    },
  );
  return { tokens, asked };
}

it('shows who was kept without asking, and says whose a token is by asking once', async () => {
  const store = new MemoryStore();
  expect(await application(store, 'ann').tokens.load()).toEqual({ user: { id: 'ann' } });
  const { tokens, asked } = application(store, 'bob');
  expect(await tokens.load()).toEqual({ user: { id: 'ann' } });
  expect(asked).toEqual([]);
  const owners = ['bob', 'bob', 'bob1', 'bob1'].map((token) => tokens.owner(token));
  expect(await Promise.all(owners)).toEqual(Array(4).fill({ id: 'bob' }));
  expect(asked).toEqual(['bob', 'bob1']);
});

it('asks again where there was no answer', async () => {
  const { tokens, asked } = application(new MemoryStore(), 'bob');
  for (const _ of [1, 2]) await expect(tokens.owner('lost')).rejects.toThrow('no answer');
  expect(asked).toEqual(['lost', 'lost']);
});

it('keeps nobody who signed out', async () => {
  const store = new MemoryStore();
  const { tokens } = application(store, 'ann');
  await tokens.load();
  await tokens.forget();
  expect(await application(store, 'bob').tokens.load()).toEqual({ user: { id: 'bob' } });
});
