import { beforeEach, describe, expect, it } from 'vitest';
import type { TokensView, UserView } from '../../src/contract/index.js';
import { MemoryStore } from '../store/memory-store.js';
import { CookieSession } from './cookie-session.js';

const user = (id: string) => ({ id, username: id, displayName: id }) as UserView;
const tokens = (of: UserView) => ({ accessToken: 'a', expiresIn: 900, refreshToken: null, user: of }) as TokensView;
const [ann, bob] = [user('ann'), user('bob')];

let store: MemoryStore;
beforeEach(() => void (store = new MemoryStore()));
/** One tab: the store and the cookie are shared, memory is not. */
function tab() {
  return new CookieSession(store, {
    entry: () => Promise.resolve({ keptSession: true }),
    refresh: () => Promise.resolve(tokens(bob)),
    logout: () => Promise.reject(new Error('not asked')),
  });
}

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
