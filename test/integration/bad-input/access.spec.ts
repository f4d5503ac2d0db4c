import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import type { ConversationView, TokensView } from '../../../src/contract/index.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { type Operation, operations } from '../../support/rest-check.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient } from '../identity/identity-client.js';
import { Client } from '../realtime/support/client.js';
import { nameOf } from './rest-samples.js';

const INSIDE = ['member', 'admin', 'owner'] as const;
/** Not members: to them the conversation does not exist. The deployment's administrator is one of them. */
const OUTSIDE = ['stranger', 'ex-member', 'administrator'] as const;
type Role = (typeof INSIDE)[number] | (typeof OUTSIDE)[number] | 'anonymous';
const ROLES: readonly Role[] = ['anonymous', ...OUTSIDE, ...INSIDE];

const ALL = INSIDE;
const LEADERS = ['admin', 'owner'] as const;
interface Rule {
  may: readonly Role[];
  body?: () => object;
}
const MESSAGES = '/v1/conversations/{conversationId}/messages';
const MEMBERS = '/v1/conversations/{id}/members';
/** Who may, by route; the message at 3 is another member's, `{userId}` is that member. */
const ROUTES: Record<string, Rule> = {
  'GET /v1/conversations/{id}': { may: ALL },
  'PATCH /v1/conversations/{id}': { may: LEADERS, body: () => ({ title: 'Coffee' }) },
  'PATCH /v1/conversations/{id}/settings': { may: ALL, body: () => ({ favourite: true }) },
  [`GET ${MEMBERS}`]: { may: ALL },
  [`POST ${MEMBERS}`]: { may: LEADERS, body: () => ({ userIds: [people.newcomer.user.id] }) },
  [`PATCH ${MEMBERS}/{userId}`]: { may: ['owner'], body: () => ({ role: 'admin' }) },
  [`DELETE ${MEMBERS}/{userId}`]: { may: LEADERS },
  [`POST ${MESSAGES}`]: { may: ALL, body: () => ({ clientMessageId: newId(), body: 'mine' }) },
  [`GET ${MESSAGES}`]: { may: ALL },
  [`GET ${MESSAGES}/{seq}`]: { may: ALL },
  [`PATCH ${MESSAGES}/{seq}`]: { may: [], body: () => ({ body: 'not mine' }) },
  [`DELETE ${MESSAGES}/{seq}`]: { may: LEADERS },
  [`GET ${MESSAGES}/{seq}/versions`]: { may: ALL },
  [`PUT ${MESSAGES}/{seq}/reactions/{emoji}`]: { may: ALL },
  [`DELETE ${MESSAGES}/{seq}/reactions/{emoji}`]: { may: ALL },
  [`GET ${MESSAGES}/{seq}/receipts`]: { may: ALL },
  'GET /v1/conversations/{conversationId}/draft': { may: ALL },
  'PUT /v1/conversations/{conversationId}/draft': { may: ALL, body: () => ({ body: 'not yet' }) },
  'GET /v1/conversations/{conversationId}/receipts': { may: ALL },
  'PUT /v1/conversations/{conversationId}/receipts': { may: ALL, body: () => ({ readSeq: 1 }) },
  'GET /v1/conversations/{conversationId}/events': { may: ALL },
};
const EVENTS: Record<string, { may: readonly Role[]; body: (room: Room) => object }> = {
  'message.send': { may: ALL, body: ({ at }) => ({ ...at, clientMessageId: newId(), body: 'mine' }) },
  'message.edit': { may: [], body: ({ at, seq }) => ({ ...at, seq, body: 'not mine' }) },
  'message.delete': { may: LEADERS, body: ({ at, seq }) => ({ ...at, seq }) },
  'reaction.add': { may: ALL, body: ({ at, seq }) => ({ ...at, seq, emoji: '👍' }) },
  'reaction.remove': { may: ALL, body: ({ at, seq }) => ({ ...at, seq, emoji: '👍' }) },
  'receipt.delivered': { may: ALL, body: ({ at }) => ({ ...at, seq: 1 }) },
  'receipt.read': { may: ALL, body: ({ at }) => ({ ...at, seq: 1 }) },
  'typing.start': { may: ALL, body: ({ at }) => at },
  'typing.stop': { may: ALL, body: ({ at }) => at },
  'sync.range': { may: ALL, body: ({ at }) => ({ ...at, fromSeq: 1 }) },
};

interface Room {
  at: { conversationId: string };
  seq: number;
}
type Person = Exclude<Role, 'anonymous'> | 'author' | 'newcomer';
const PEOPLE: Person[] = ['administrator', 'stranger', 'ex-member', 'member', 'admin', 'owner', 'author', 'newcomer'];

let node: RunningParley;
let rest: IdentityClient;
let people: Record<Person, TokensView>;
let cells = 0;

beforeAll(async () => {
  const limits = { SEND_PER_SECOND: '10000', SEND_BURST: '10000' };
  node = await startNode((await freshDatabase()).url, { ROLES: 'http,realtime', ...limits });
  rest = new IdentityClient(node.url);
  const made: Array<[Person, TokensView]> = [];
  // One after the other: the first account is the administrator's.
  for (const name of PEOPLE) made.push([name, await rest.account(`the-${name}`)]);
  people = Object.fromEntries(made) as Record<Person, TokensView>;
}, 60_000);
afterAll(async () => {
  console.info(`${cells} cells of the matrix`);
  await node?.close();
});

const as = async <T>(who: Person, method: string, path: string, body?: unknown): Promise<T> => {
  const answer = await rest.call<T>(method, path, { token: people[who].accessToken, body });
  if (answer.status >= 300) throw new Error(`${who} ${method} ${path}: ${answer.text}`);
  return answer.body;
};

/** A group of its own for each cell, so that no cell sees what another did. */
async function room(): Promise<Room> {
  const userIds = (['ex-member', 'member', 'admin', 'author'] as const).map((name) => people[name].user.id);
  const form = { kind: 'group', title: 'Tea', userIds, historyVisibility: 'shared' };
  const { id } = await as<ConversationView>('owner', 'POST', '/v1/conversations', form);
  await as('owner', 'PATCH', `/v1/conversations/${id}/members/${people.admin.user.id}`, { role: 'admin' });
  const message = { clientMessageId: newId(), body: 'the author wrote this' };
  const { seq } = await as<{ seq: number }>('author', 'POST', `/v1/conversations/${id}/messages`, message);
  await as('owner', 'DELETE', `/v1/conversations/${id}/members/${people['ex-member'].user.id}`);
  return { at: { conversationId: id }, seq };
}
const stateOf = async ({ at }: Room) => [
  await as('owner', 'GET', `/v1/conversations/${at.conversationId}`),
  await as('owner', 'GET', `/v1/conversations/${at.conversationId}/members`),
  await as('owner', 'GET', `/v1/conversations/${at.conversationId}/messages`),
  await as('owner', 'GET', `/v1/conversations/${at.conversationId}/receipts`),
];

/** The answer a role must get: the status class, and no word about a conversation one is not in. */
function expected(role: Role, may: readonly Role[]): number | 'ok' {
  if (role === 'anonymous') return 401;
  if ((OUTSIDE as readonly Role[]).includes(role)) return 404;
  return may.includes(role) ? 'ok' : 403;
}

describe('routes of a conversation', () => {
  const about = operations.filter(({ path }) => path.startsWith('/v1/conversations/{'));

  it('are all in the table', () => {
    expect(about.map(nameOf).sort()).toEqual(Object.keys(ROUTES).sort());
  });

  it.each(about.map((operation) => [nameOf(operation), operation] as const))('%s', async (name, operation) => {
    const { may, body } = ROUTES[name]!;
    for (const role of ROLES) {
      const place = await room();
      const before = await stateOf(place);
      const token = role === 'anonymous' ? undefined : people[role].accessToken;
      const { status, text } = await rest.call(operation.method, pathIn(place, operation), { token, body: body?.() });
      const wanted = expected(role, may);
      expect([role, status < 300 ? 'ok' : status], text).toEqual([role, wanted]);
      if (wanted !== 'ok') expect(await stateOf(place), role).toEqual(before);
      cells += 1;
    }
  });
});

function pathIn({ at, seq }: Room, { path }: Operation): string {
  const values: Record<string, string> = {
    id: at.conversationId,
    ...at,
    seq: String(seq),
    emoji: encodeURIComponent('👍'),
  };
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? people.author.user.id);
  return path.endsWith('/events') ? `${filled}?fromSeq=1` : filled;
}

describe('events of a conversation', () => {
  it('are all in the table', () => {
    const { components } = JSON.parse(readFileSync('docs/asyncapi.json', 'utf8')) as {
      components: { messages: Record<string, { payload: { $ref?: string } }>; schemas: Record<string, object> };
    };
    const about = Object.entries(components.messages).filter(([name, { payload }]) => {
      const schema = payload.$ref ? components.schemas[payload.$ref.split('/').at(-1)!] : payload;
      return name.startsWith('client.') && JSON.stringify(schema).includes('"conversationId"');
    });
    expect(about.map(([name]) => name.slice('client.'.length)).sort()).toEqual(Object.keys(EVENTS).sort());
  });

  it.each(Object.entries(EVENTS))('%s', async (event, { may, body }) => {
    for (const role of ROLES) {
      if (role === 'anonymous') continue; // Without a token there is no socket.
      const place = await room();
      const before = await stateOf(place);
      const client = await Client.connect(node.url, people[role].accessToken);
      const ack = await client.ask(event, body(place));
      client.close();
      const wanted = expected(role, may);
      expect([role, ack.ok ? 'ok' : ack.error.status], JSON.stringify(ack)).toEqual([role, wanted]);
      if (wanted !== 'ok') expect(await stateOf(place), role).toEqual(before);
      cells += 1;
    }
  });

  it.each(OUTSIDE)('a resume tells the %s nothing', async (role) => {
    const place = await room();
    const client = await Client.connect(node.url, people[role].accessToken);
    const conversations = { [place.at.conversationId]: 0 };
    const ack = await client.ask('sync.resume', { epoch: null, userSeq: 0, conversations });
    client.close();
    expect(ack.ok).toBe(true);
    expect(JSON.stringify(ack)).not.toContain('the author wrote this');
    const told = ack.ok ? (ack.data['conversations'] as Record<string, { kind: string }>) : {};
    expect(told[place.at.conversationId]).toEqual({ kind: 'removed' });
    cells += 1;
  });
});
