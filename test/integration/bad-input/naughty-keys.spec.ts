import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { io } from 'socket.io-client';
import type { RunningParley } from '../../../src/boot.js';
import type { ConversationView, Page, Problem, TokensView, UserView } from '../../../src/contract/index.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient } from '../identity/identity-client.js';
import { Client } from '../realtime/support/client.js';
import { KEYS, PAGED } from './naughty-fields.js';
import { inAddress, MANY, NaughtyRun, ofAck, outcome, type Refusal, TOO_LONG, UNSENDABLE } from './naughty-run.js';

let node: RunningParley;
let rest: IdentityClient;
let ann: TokensView;
let group: ConversationView;
let client: Client;
const run = new NaughtyRun();
/** The fields are those of the list, so that none is misspelt. */
const each = (field: (typeof KEYS)[number], ...rest: Rest) => run.each(field, ...rest);
type Rest = Parameters<NaughtyRun['each']> extends [string, ...infer R] ? R : never;

beforeAll(async () => {
  const settings = {
    ROLES: 'http,realtime',
    SEND_PER_SECOND: '10000',
    SEND_BURST: '10000',
    SOCKET_EVENTS_PER_SECOND: '100000',
  };
  node = await startNode((await freshDatabase()).url, settings);
  rest = new IdentityClient(node.url);
  // The first account is the administrator's.
  ann = await rest.account('ann');
  group = (await call<ConversationView>('POST', '/v1/conversations', { body: { kind: 'group', title: 'Tea' } })).body;
  client = await Client.connect(node.url, ann.accessToken);
}, 60_000);
afterAll(async () => {
  console.info(run.inWords());
  client?.close();
  await node?.close();
});

const call = <T>(method: string, path: string, options: { body?: object; headers?: Record<string, string> } = {}) =>
  rest.call<T>(method, path, { token: ann.accessToken, ...options });

/** The list, as asked with one more in its query. */
async function asked<T>(path: string, name: string, text: string) {
  const value = inAddress(text);
  return value === null ? UNSENDABLE : call<Page<T>>('GET', `${path}${path.includes('?') ? '&' : '?'}${name}=${value}`);
}

describe('D1 D2 D3 D16 D18 naughty strings find nothing that is not theirs', MANY, () => {
  it.each(PAGED)('as the place where a page of %s begins', async (list) => {
    const path = list.slice('GET '.length).replace('{id}', group.id) + (list === 'GET /v1/users' ? '?q=a' : '');
    await each(
      `${list} query.cursor`,
      async (text) => {
        const found = await asked(path, 'cursor', text);
        return found === UNSENDABLE ? UNSENDABLE : outcome(found);
      },
      { also: TOO_LONG, taken: 'none' },
    );
  });

  it.each(['/v1/users', '/v1/admin/users'] as const)('as a search of %s', async (path) => {
    await each(
      `GET ${path} query.q`,
      async (q) => {
        const found = await asked<UserView>(path, 'q', q);
        if (found === UNSENDABLE) return UNSENDABLE;
        // What cannot be seen finds nothing; to the administrator it is no search at all, which lists everybody.
        const finds = path === '/v1/admin/users' || /[\p{L}\p{N}\p{P}\p{S}]/u.test(q);
        if (found.status === 200 && !finds) expect(found.body.items).toEqual([]);
        return outcome(found);
      },
      { also: TOO_LONG },
    );
  });

  it('as the name of a consumer', () =>
    each(
      'GET /v1/admin/dead-letters query.consumer',
      async (consumer) => {
        const found = await asked('/v1/admin/dead-letters', 'consumer', consumer);
        if (found === UNSENDABLE) return UNSENDABLE;
        if (found.status === 200) expect(found.body.items).toEqual([]);
        return outcome(found);
      },
      { also: TOO_LONG, taken: 'any' },
    ));
});

describe('D1 D2 D3 D18 naughty strings as the name of a request', MANY, () => {
  it('as an idempotency key, which then stands for that request alone', async () => {
    const made = new Map<string, string>();
    const body = { kind: 'group', title: 'once' };
    await each(
      'POST /v1/conversations header.Idempotency-Key',
      async (key) => {
        // A header is bytes, and blanks around them are not its own.
        if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(key) || key !== key.trim()) return UNSENDABLE;
        const first = await call<ConversationView>('POST', '/v1/conversations', {
          body,
          headers: { 'Idempotency-Key': key },
        });
        if (first.status >= 300) return first;
        const again = await call<ConversationView>('POST', '/v1/conversations', {
          body,
          headers: { 'Idempotency-Key': key },
        });
        expect([again.body.id, again.headers.get('idempotent-replayed')]).toEqual([first.body.id, 'true']);
        made.set(key, first.body.id);
        return undefined;
      },
      { also: [431] },
    );
    expect(new Set(made.values()).size).toBe(made.size);
  });

  it('as the id of a message, over REST and socket', async () => {
    const taken = await each(
      'POST /v1/conversations/{conversationId}/messages body.clientMessageId',
      async (clientMessageId) =>
        outcome(
          await call('POST', `/v1/conversations/${group.id}/messages`, { body: { clientMessageId, body: 'once' } }),
        ),
      { taken: 'any' },
    );
    const overSocket = await each(
      'message.send clientMessageId',
      async (clientMessageId) =>
        ofAck(await client.ask('message.send', { conversationId: group.id, clientMessageId, body: 'once' })),
      { taken: 'any' },
    );
    expect(overSocket.sort()).toEqual(taken.sort());
    expect(taken.every((text) => /^[\da-f-]{36}$/.test(text))).toBe(true);
  });
});

describe('D1 D2 D3 D18 naughty strings open no socket', MANY, () => {
  /** Undefined where it was let in. */
  const handshake = (auth: object) =>
    new Promise<Refusal | undefined>((resolve) => {
      const socket = io(node.url, { transports: ['websocket'], auth, reconnection: false, forceNew: true });
      const settle = (refusal: Refusal | undefined) => {
        // Not `disconnect`: a socket that was refused is not connected, and what carries it stays open.
        socket.io.engine.close();
        resolve(refusal);
      };
      socket.once('connect', () => settle(undefined));
      socket.once('connect_error', (error: Error & { data?: Problem }) =>
        settle({ status: error.data?.status ?? 0, text: JSON.stringify(error.data ?? error.message) }),
      );
    });

  it('as a token to sign in with', () =>
    each('handshake token', (token) => handshake({ token }), { also: [401], taken: 'none' }));

  it('as the name of a device, where one that is none is not used', () =>
    each('handshake deviceId', (deviceId) => handshake({ token: ann.accessToken, deviceId })));

  it('as a token to stay signed in with', () =>
    each('auth.refresh token', async (token) => ofAck(await client.ask('auth.refresh', { token })), {
      also: [401],
      taken: 'none',
    }));

  it('through every field of the list', () => expect(run.fields.sort()).toEqual([...KEYS].sort()));
});
