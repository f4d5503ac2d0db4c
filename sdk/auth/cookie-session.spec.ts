import { beforeEach, describe, expect, it } from 'vitest';
import type { TokensView, UserView } from '../../src/contract/index.js';
import { ParleyError } from '../errors.js';
import { MemoryStore } from '../store/memory-store.js';
import { type CookieRoutes, CookieSession } from './cookie-session.js';

const user = (id: string) => ({ id, username: id, displayName: id }) as UserView;
const tokens = (of: UserView) => ({ accessToken: 'a', expiresIn: 900, refreshToken: null, user: of }) as TokensView;
const [ann, bob] = [user('ann'), user('bob')];
const signedOut = expect.objectContaining({ code: 'client.signed_out' });

let store: MemoryStore;
beforeEach(() => void (store = new MemoryStore()));
/** One tab: the store and the cookie are shared, memory is not. */
function tab(routes: Partial<CookieRoutes> = {}) {
  return new CookieSession(store, {
    entry: () => Promise.resolve({ keptSession: true }),
    refresh: () => Promise.resolve(tokens(bob)),
    logout: () => Promise.reject(new Error('not asked')),
    ...routes,
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

  it('is over for good when the server has ended it, whoever signs in next', async () => {
    let refresh = () => Promise.reject<TokensView>(problem(401, 'identity.invalid_refresh_token'));
    const first = tab({ refresh: () => refresh() });
    await first.accept({ ...tokens(ann), expiresIn: 0 });
    await expect(first.token()).rejects.toEqual(signedOut);
    expect(await store.entries('')).toEqual([]);
    await tab().accept(tokens(bob));
    refresh = () => Promise.resolve(tokens(bob));
    await expect(first.token()).rejects.toEqual(signedOut);
    await first.forget(true);
    expect(await store.entries('')).toEqual([['me', bob]]);
  });
});

describe('a sign-out that the server was not told of', () => {
  it.each([
    problem(500),
    problem(502),
    problem(401),
    problem(401, 'gateway.unknown'),
    problem(403, 'identity.foreign_origin'),
  ])('is owed until the server says that there is nothing to end: %s', async (refusal) => {
    const leaving = tab();
    await leaving.accept(tokens(bob));
    await leaving.leave();
    await leaving.forget(false);
    const next = tab({ logout: () => Promise.reject(refusal) });
    expect(await next.load()).toBeNull();
    expect(await store.entries('')).toEqual([['left', true]]);
    const told = tab({ logout: () => Promise.reject(problem(401, 'platform.unauthenticated')) });
    expect(await told.load()).toBeNull();
    expect(await store.entries('')).toEqual([]);
  });

  it('is owed from the moment he wanted to leave, and by nobody who signs in after him', async () => {
    const leaving = tab();
    await leaving.accept(tokens(ann));
    await leaving.leave();
    const unreachable = () => Promise.reject(problem(0, 'client.network'));
    expect(await tab({ entry: unreachable }).load()).toBeNull();
    expect(await store.entries('')).toEqual([['left', true]]);
    await tab().accept(tokens(bob));
    await leaving.leave();
    await leaving.forget(false);
    expect(await store.entries('')).toEqual([['me', bob]]);
  });
});
