import { beforeEach, describe, expect, it } from 'vitest';
import type { TokensView, UserView } from '../../src/contract/index.js';
import { ParleyError } from '../errors.js';
import { MemoryStore } from '../store/memory-store.js';
import { CookieSession } from './cookie-session.js';

const user = (id: string) => ({ id, username: id, displayName: id }) as UserView;
const tokens = (of: UserView) => ({ accessToken: 'a', expiresIn: 900, refreshToken: null, user: of }) as TokensView;
const [ann, bob] = [user('ann'), user('bob')];

let store: MemoryStore;
beforeEach(() => void (store = new MemoryStore()));
/** One tab: the store and the cookie are shared, memory is not. */
function tab(logout = () => Promise.reject(new Error('not asked'))) {
  return new CookieSession(store, {
    entry: () => Promise.resolve({ keptSession: true }),
    refresh: () => Promise.resolve(tokens(bob)),
    logout,
  });
}
const problem = (status: number, code = 'client.unexpected_answer') => new ParleyError({ code, status, title: code });

describe('a session in a cookie that another tab uses', () => {
  it.each([true, false])(
    'ends without a trace of it where somebody else signed in (the server knows: %s)',
    async (ended) => {
      const first = tab();
      await first.accept(tokens(ann));
      await tab().accept(tokens(bob));
      await first.know({ ...ann, displayName: 'Ann' });
      await first.forget(ended);
      expect(await store.entries('')).toEqual([['me', bob]]);
    },
  );
});

describe('a sign-out that the server was not told of', () => {
  it.each([problem(500), problem(502), problem(401), problem(403, 'identity.foreign_origin')])(
    'is owed until the server says that there is nothing to end: %s',
    async (refusal) => {
      const leaving = tab();
      await leaving.accept(tokens(bob));
      await leaving.forget(false);
      const next = tab(() => Promise.reject(refusal));
      expect(await next.load()).toBeNull();
      expect(await store.entries('')).toEqual([['left', true]]);
      expect(await tab(() => Promise.reject(problem(401, 'platform.unauthenticated'))).load()).toBeNull();
      expect(await store.entries('')).toEqual([]);
    },
  );
});
