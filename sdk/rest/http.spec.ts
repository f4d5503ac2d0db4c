import { expect, it } from 'vitest';
import { ParleyError } from '../errors.js';
import { Http } from './http.js';

/** Answers one after the other; the last one again and again. */
function serving(...answers: Array<() => Response>) {
  const requests: RequestInit[] = [];
  const http = new Http({
    urls: ['http://parley.test'],
    token: () => Promise.resolve('t'),
    timeoutMs: 1_000,
    fetch: (_, init) => Promise.resolve(answers[Math.min(requests.push(init!), answers.length) - 1]!()),
  });
  return { http, requests };
}
const page = (status: number) => () => new Response('<html>Hello from the proxy</html>', { status });
const made = () => Response.json({ id: 'c' }, { status: 201 });

it('says so when a success is not the answer of a server', async () => {
  const { http } = serving(page(200));
  await expect(http.request('GET', '/v1/unread')).rejects.toMatchObject({
    code: 'client.unexpected_answer',
    status: 200,
    retryable: false,
  });
});

it.each([502, 504])(
  'repeats what carries a key after a proxy’s %i, and takes it for something that may pass',
  async (status) => {
    const { http, requests } = serving(page(status), made);
    expect(await http.request('POST', '/v1/conversations', { keyed: true, body: {} })).toEqual({ id: 'c' });
    const keys = requests.map(({ headers }) => new Headers(headers).get('idempotency-key'));
    expect(keys).toEqual([keys[0], keys[0]]);
    const refused = serving(page(status)).http.request('POST', '/v1/x', { body: {} });
    await expect(refused).rejects.toMatchObject({ status, retryable: true, undecided: true });
  },
);

it('replaces a token that is refused when its owner is asked for, and takes none that is not admitted', async () => {
  const foreign = new Error('somebody else’s');
  const given: Array<string | undefined> = [];
  const sent: Array<string | null> = [];
  let owned = 'fresh';
  const http = new Http({
    urls: ['http://parley.test'],
    token: (spent) => {
      given.push(spent);
      return Promise.resolve(spent ? 'fresh' : 'lapsed');
    },
    admission: () => async (token) => {
      if (token === 'lapsed') throw new ParleyError({ code: 'platform.unauthenticated', title: 'Lapsed', status: 401 });
      if (token !== owned) throw foreign;
    },
    timeoutMs: 1_000,
    fetch: (_, init) => {
      sent.push(new Headers(init?.headers).get('authorization'));
      return Promise.resolve(Response.json({}));
    },
  });
  await http.request('GET', '/v1/unread');
  owned = 'another';
  await expect(http.request('GET', '/v1/unread')).rejects.toBe(foreign);
  expect([given, sent]).toEqual([[undefined, 'lapsed', undefined, 'lapsed'], ['Bearer fresh']]);
});
