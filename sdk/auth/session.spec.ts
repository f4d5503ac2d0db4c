import { beforeEach, describe, expect, it } from 'vitest';
import { TIMINGS, type TokensView, type UserView } from '../../src/contract/index.js';
import { ParleyError } from '../errors.js';
import { AuthApi } from '../rest/auth-api.js';
import { Http } from '../rest/http.js';
import { MemoryStore } from '../store/memory-store.js';
import { Session } from './session.js';

const user = (id: string, displayName = id) => ({ id, username: id, displayName }) as UserView;
let made = 0;
/** A sign-in, or the next tokens of one. Its access token has lapsed at once, so that every use refreshes. */
const tokens = (of: UserView, sessionId = `session-${(made += 1)}`) =>
  ({ accessToken: `a${made}`, expiresIn: 0, refreshToken: `r${(made += 1)}`, sessionId, user: of }) as TokensView;

const [ann, bob] = [user('ann'), user('bob')];
const REFUSED = 'identity.invalid_refresh_token';
const signedOut = expect.objectContaining({ code: 'client.signed_out' });
let store: MemoryStore;
/** The refresh tokens that were presented. */
let spent: string[];
beforeEach(() => void ([store, spent] = [new MemoryStore(), []]));

/** One tab: the store is shared, memory is not. */
function tab(answer: (refreshToken: string) => TokensView | Promise<TokensView> = () => tokens(ann)) {
  return new Session(store, async (refreshToken) => {
    spent.push(refreshToken);
    return answer(refreshToken);
  });
}

describe('a session whose store another tab uses', () => {
  it('never takes the tokens of somebody else who signed in there, and leaves them alone', async () => {
    const first = tab();
    await first.accept(tokens(ann));
    await tab().accept(tokens(bob));
    const kept = await store.get('session');
    await expect(first.token()).rejects.toEqual(signedOut);
    await expect(first.token()).rejects.toEqual(signedOut);
    await first.know(user('ann', 'Ann'));
    await first.forget();
    expect(await store.get('session')).toEqual(kept);
    expect(spent).toEqual([]);
  });

  it('is over when its user signed out there, and does not end his next one', async () => {
    const first = tab();
    await first.accept(tokens(ann));
    const other = tab();
    await other.load();
    await other.forget();
    await expect(first.token()).rejects.toEqual(signedOut);
    await other.accept(tokens(ann));
    await first.forget();
    expect(await store.get('session')).toMatchObject({ user: ann });
  });

  it('is not taken up again once its user is leaving, and does not stand in the way of his next one', async () => {
    const signedIn = tokens(ann);
    const leaving = tab(() => tokens(ann, signedIn.sessionId));
    await leaving.accept(signedIn);
    await leaving.leave();
    expect(await leaving.token()).toBeDefined();
    expect(await tab().load()).toBeNull();
    expect(await store.entries('')).toEqual([]);
    await leaving.accept(tokens(ann));
    await leaving.leave();
    await tab().accept(tokens(ann));
    expect(await tab().load()).toMatchObject({ user: ann });
  });

  it('is over for good when the server has ended it, whoever signs in next', async () => {
    const first = tab(() => Promise.reject(new ParleyError({ code: REFUSED, title: REFUSED, status: 401 })));
    await first.accept(tokens(ann));
    await expect(first.token()).rejects.toEqual(signedOut);
    await tab().accept({ ...tokens(bob), expiresIn: 900 });
    const kept = await store.get('session');
    await expect(first.token()).rejects.toEqual(signedOut);
    await first.forget();
    expect(await store.get('session')).toEqual(kept);
  });

  it('does not write over what another wrote while its own refresh was under way', async () => {
    const first = tab(async () => {
      await tab().accept(tokens(bob));
      return tokens(ann);
    });
    await first.accept(tokens(ann));
    await expect(first.token()).rejects.toEqual(signedOut);
    expect(await store.get('session')).toMatchObject({ user: bob });
  });

  it('keeps the newer tokens of another tab when it hears of a new name', async () => {
    const signedIn = tokens(ann);
    const first = tab();
    await first.accept(signedIn);
    const newer = tokens(ann, signedIn.sessionId);
    await tab().accept(newer);
    await first.know(user('ann', 'Ann'));
    const { refreshToken, sessionId } = newer;
    expect(await store.get('session')).toMatchObject({ refreshToken, sessionId, user: { displayName: 'Ann' } });
  });
});

/** A session whose requests go through the real HTTP part, to a server that keeps to the contract. */
function over(fetch: (refreshToken: string, signal: AbortSignal) => Promise<Response>) {
  const send = (_: unknown, init?: RequestInit) => {
    const { refreshToken } = JSON.parse(init!.body as string) as { refreshToken: string };
    spent.push(refreshToken);
    return fetch(refreshToken, init!.signal!);
  };
  const http = new Http({
    urls: ['http://parley.test'],
    token: () => Promise.reject(new Error('not asked')),
    timeoutMs: 15_000,
    fetch: send,
  });
  return new Session(store, (refreshToken, timeoutMs) => new AuthApi(http).refresh(refreshToken, timeoutMs));
}
const problem = (status: number, code: string) => Response.json({ code, status, title: code }, { status });

describe('a refresh', () => {
  it('whose answer is lost without a word is asked for again while the server knows it', async () => {
    const committed = tokens(ann);
    let sinceCommit = 0;
    const first = over((_, signal) => {
      if (spent.length > 1) {
        return Promise.resolve(
          Date.now() - sinceCommit < TIMINGS.refreshGraceMs ? Response.json(committed) : problem(401, REFUSED),
        );
      }
      sinceCommit = Date.now();
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    });
    await first.accept(tokens(ann));
    expect(await first.token()).toBe(committed.accessToken);
    expect(spent).toEqual([spent[0], spent[0]]);
  });

  it.each([
    ['a firewall’s page', () => new Response('<html>Blocked</html>', { status: 403 })],
    ['a proxy’s own password', () => new Response('', { status: 401 })],
    ['another service', () => problem(401, 'gateway.unknown')],
  ])('that %s answers ends nothing', async (_, answer) => {
    let foreign = true;
    const first = over(() => Promise.resolve(foreign ? answer() : Response.json(tokens(ann))));
    await first.accept(tokens(ann));
    await expect(first.token()).rejects.toMatchObject({ status: expect.any(Number) });
    expect(await tab().load()).toMatchObject({ user: ann });
    foreign = false;
    expect(await first.token()).toBeDefined();
  });

  it('that the server refuses ends the session', async () => {
    const first = over(() => Promise.resolve(problem(401, REFUSED)));
    await first.accept(tokens(ann));
    await expect(first.token()).rejects.toEqual(signedOut);
    expect(await tab().load()).toBeNull();
  });
});
