import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import type {
  ConversationEntries,
  ConversationView,
  DraftView,
  MessagePage,
  MessageVersionView,
  MessageView,
  Page,
  TokensView,
  UserView,
} from '../../../src/contract/index.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { NAUGHTY } from '../../support/naughty-strings.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient } from '../identity/identity-client.js';
import { Client } from '../realtime/support/client.js';
import { STORED } from './naughty-fields.js';
import { inAddress, MANY, NaughtyRun, ofAck, outcome, TOO_LONG, UNSENDABLE } from './naughty-run.js';

let node: RunningParley;
let rest: IdentityClient;
let ann: TokensView;
let group: ConversationView;
let listener: Client;
const run = new NaughtyRun();
/** The fields are those of the list, so that none is misspelt. */
const each = (field: (typeof STORED)[number], ...rest: Rest) => run.each(field, ...rest);
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
  ann = await rest.account('ann');
  group = (await call<ConversationView>('POST', '/v1/conversations', { kind: 'group', title: 'Tea' })).body;
  listener = await Client.connect(node.url, ann.accessToken);
  await listener.ask('sync.resume', { epoch: null, userSeq: 0, conversations: {} });
}, 60_000);
afterAll(async () => {
  console.info(run.inWords());
  listener?.close();
  await node?.close();
});

const call = <T>(method: string, path: string, body?: object, token = ann.accessToken) =>
  rest.call<T & { code: string }>(method, path, { token, body });
const messages = (path = '') => `/v1/conversations/${group.id}/messages${path}`;
const MESSAGES = '/v1/conversations/{conversationId}/messages';
/** The number of a new message. */
const say = async (body: string) =>
  (await call<{ seq: number }>('POST', messages(), { clientMessageId: newId(), body })).body.seq;

/** Every message of the group, page by page. */
async function history(): Promise<MessageView[]> {
  const all: MessageView[] = [];
  for (let before = 1e9, more = true; more; before = all.at(-1)!.seq) {
    const page = (await call<MessagePage>('GET', messages(`?before=${before}&limit=200`))).body;
    all.push(...page.messages.reverse());
    more = page.hasMoreBefore;
  }
  return all;
}

describe('D1 D2 D3 D10 D18 D19 naughty strings come back byte for byte, or are refused with 400', MANY, () => {
  it('are enough', () => expect(NAUGHTY.length).toBeGreaterThanOrEqual(500));

  it('as a message, over REST and socket, live, in its page and in the log', async () => {
    const ids = new Map<string, string>();
    const send = (body: string) => {
      const clientMessageId = newId();
      ids.set(clientMessageId, body);
      return { clientMessageId, body };
    };
    const taken = [
      ...(await each(`POST ${MESSAGES} body.body`, async (body) =>
        outcome(await call('POST', messages(), send(body))),
      )),
      ...(await each('message.send body', async (body) =>
        ofAck(await listener.ask('message.send', { conversationId: group.id, ...send(body) })),
      )),
    ];
    const shown = new Map((await history()).map((m) => [m.clientMessageId, m.body]));
    const live = () =>
      listener.events
        .filter((e) => e.type === 'messaging.message-sent.v1')
        .map((e) => e.data as ConversationEntries['messaging.message-sent.v1']);
    await expect.poll(() => live().length, { timeout: 20_000 }).toBe(taken.length);
    for (const { clientMessageId, body } of live())
      expect([body, shown.get(clientMessageId)]).toEqual(Array(2).fill(ids.get(clientMessageId)));
    expect([...shown.values()].map(String).sort()).toEqual(taken.sort());
  });

  it('as an edited text, over REST and socket', async () => {
    const versions = async (seq: number) =>
      (await call<MessageVersionView[]>('GET', messages(`/${seq}/versions`))).body.map((v) => v.body).sort();
    const [first, second] = [await say('before'), await say('before')];
    const overRest = await each(`PATCH ${MESSAGES}/{seq} body.body`, async (body) =>
      outcome(await call('PATCH', messages(`/${first}`), { body })),
    );
    expect(await versions(first)).toEqual(['before', ...overRest].sort());
    const overSocket = await each('message.edit body', async (body) =>
      ofAck(await listener.ask('message.edit', { conversationId: group.id, seq: second, body })),
    );
    expect(await versions(second)).toEqual(['before', ...overSocket].sort());
  });

  it('as a draft, which may also be blank', async () => {
    const path = `/v1/conversations/${group.id}/draft`;
    await each('PUT /v1/conversations/{conversationId}/draft body.body', async (body) => {
      const saved = await call<DraftView>('PUT', path, { body });
      if (saved.status < 300) expect(saved.body.body).toBe(body);
      return outcome(saved);
    });
  });

  it('as a reaction that is put and taken back, in the path and over the socket', async () => {
    // A message carries at most 50 different ones.
    const some = () => Promise.all(Array.from({ length: Math.ceil(NAUGHTY.length / 40) }, () => say('react')));
    const byPath = await some();
    const bySocket = await some();
    const at = (seqs: number[], i: number) => seqs[Math.floor(i / 40)]!;
    const shown = async (seqs: number[]) =>
      (await history())
        .filter((m) => seqs.includes(m.seq))
        .flatMap((m) => m.reactions.map((r) => r.emoji))
        .sort();
    // `.` and `..` are no segments of a path.
    const segment = (emoji: string) => (/^\.{0,2}$/.test(emoji) ? null : inAddress(emoji));
    const overRest = (method: string, seqs: number[]) => async (emoji: string, i: number) => {
      const last = segment(emoji);
      return last === null ? UNSENDABLE : outcome(await call(method, messages(`/${at(seqs, i)}/reactions/${last}`)));
    };
    const overSocket = (event: string, seqs: number[]) => async (emoji: string, i: number) =>
      ofAck(await listener.ask(event, { conversationId: group.id, seq: at(seqs, i), emoji }));
    const path = `${MESSAGES}/{seq}/reactions/{emoji} path.emoji` as const;

    const puts = await each(`PUT ${path}`, overRest('PUT', byPath), { also: [404, ...TOO_LONG] });
    expect(await shown(byPath)).toEqual(puts.sort());
    const adds = await each('reaction.add emoji', overSocket('reaction.add', bySocket));
    expect(await shown(bySocket)).toEqual(adds.sort());
    await each('reaction.remove emoji', overSocket('reaction.remove', byPath));
    expect(await shown(byPath)).toEqual([]);
    await each(`DELETE ${path}`, overRest('DELETE', bySocket), { also: [404, ...TOO_LONG] });
    expect(await shown(bySocket)).toEqual(adds.filter((emoji) => segment(emoji) === null));
  });

  it('as the title of a group, new and renamed', async () => {
    const titles = new Map([[group.id, group.title]]);
    const make = (title: string) => call<ConversationView>('POST', '/v1/conversations', { kind: 'group', title });
    await each('POST /v1/conversations body.title', async (title) => {
      const made = await make(title);
      if (made.status === 201) titles.set(made.body.id, title);
      return outcome(made);
    });
    const rooms = [...titles.keys()];
    await each('PATCH /v1/conversations/{id} body.title', async (title) => {
      // Each a group of its own: an answer shows the title as it stands, which another's renaming may have changed.
      const id = rooms.pop() ?? (await make('before')).body.id;
      const renamed = await call<ConversationView>('PATCH', `/v1/conversations/${id}`, { title });
      if (renamed.status < 300) expect(renamed.body.title).toBe(title);
      titles.set(id, renamed.status < 300 ? title : (titles.get(id) ?? 'before'));
      return outcome(renamed);
    });
    for (let cursor = ''; ;) {
      const { body } = await call<Page<ConversationView>>(
        'GET',
        `/v1/conversations?limit=200${cursor && `&cursor=${cursor}`}`,
      );
      for (const { id, title } of body.items) expect(title).toBe(titles.get(id));
      if (!body.nextCursor) break;
      cursor = body.nextCursor;
    }
  });

  it('as a display name, in a normal form that reads show and that is its own normal form', async () => {
    const names = new Set<string>();
    const cleaned = new Set<string>();
    await each('PATCH /v1/users/me body.displayName', async (displayName) => {
      const patched = await call<UserView>('PATCH', '/v1/users/me', { displayName });
      if (patched.status >= 300) return patched;
      const shown = patched.body.displayName;
      expect(shown).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
      expect(shown).toBe(shown.normalize('NFC').trim());
      names.add(shown);
      if (shown !== displayName) cleaned.add(shown);
      return undefined;
    });
    for (const displayName of cleaned)
      expect((await call<UserView>('PATCH', '/v1/users/me', { displayName })).body.displayName).toBe(displayName);
    const { displayName } = (await call<UserView>('GET', `/v1/users/${ann.user.id}`)).body;
    expect(names).toContain(displayName);
    expect(names.size).toBeGreaterThan(200);
  });

  it('through every field of the list', () => expect(run.fields.sort()).toEqual([...STORED].sort()));
});
