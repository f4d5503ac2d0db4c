import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import type {
  Ack,
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
import { IdentityClient, PASSWORD } from '../identity/identity-client.js';
import { Client } from '../realtime/support/client.js';

let node: RunningParley;
let rest: IdentityClient;
let ann: TokensView;
let group: ConversationView;
let listener: Client;
let tried = 0;
const kept: Record<string, number> = {};

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
  console.info(`${NAUGHTY.length} naughty strings, ${tried} tries; kept: ${JSON.stringify(kept)}`);
  listener?.close();
  await node?.close();
});

const call = <T>(method: string, path: string, body?: object, token = ann.accessToken) =>
  rest.call<T & { code: string }>(method, path, { token, body });
const messages = (path = '') => `/v1/conversations/${group.id}/messages${path}`;

type Refusal = { status: number; text: string };
/** Undefined where it was taken. */
type Put = (text: string, index: number) => Promise<Refusal | undefined>;

/** Each string through one field, some at a time; answers the strings that were taken. What is refused is so with 400. */
async function each(field: string, put: Put, also: number[] = []): Promise<string[]> {
  const taken: string[] = [];
  const left = NAUGHTY.map((text, index) => ({ text, index }));
  const lane = async () => {
    for (let next = left.pop(); next; next = left.pop()) {
      const refused = await put(next.text, next.index);
      if (refused) expect([400, ...also], `${next.text.slice(0, 80)}: ${refused.text}`).toContain(refused.status);
      else taken.push(next.text);
    }
  };
  await Promise.all(Array.from({ length: 6 }, lane));
  tried += NAUGHTY.length;
  kept[field] = taken.length;
  // Most of them are sound text somewhere.
  expect(taken.length, field).toBeGreaterThan(50);
  return taken;
}
const outcome = (answer: Refusal) => (answer.status < 300 ? undefined : answer);
const ofAck = (ack: Ack<unknown>) => (ack.ok ? undefined : { status: ack.error.status, text: JSON.stringify(ack) });

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

describe('D1 D2 D3 D10 D18 D19 naughty strings come back byte for byte, or are refused with 400', () => {
  it('are enough', () => expect(NAUGHTY.length).toBeGreaterThanOrEqual(500));

  it('as a message, over REST and socket, live, in its page and in the log', async () => {
    const ids = new Map<string, string>();
    const send = (body: string) => {
      const clientMessageId = newId();
      ids.set(clientMessageId, body);
      return { clientMessageId, body };
    };
    const taken = [
      ...(await each('message', async (body) => outcome(await call('POST', messages(), send(body))))),
      ...(await each('live message', async (body) =>
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
    expect([...shown.values()].sort()).toEqual(taken.sort());
  });

  it('as an edited text, over REST and socket', async () => {
    const { seq } = (await call<{ seq: number }>('POST', messages(), { clientMessageId: newId(), body: 'before' }))
      .body;
    const taken = await each('edit', async (body, i) => {
      if (i % 2) return outcome(await call('PATCH', messages(`/${seq}`), { body }));
      return ofAck(await listener.ask('message.edit', { conversationId: group.id, seq, body }));
    });
    const versions = (await call<MessageVersionView[]>('GET', messages(`/${seq}/versions`))).body;
    expect(versions.map((v) => v.body).sort()).toEqual(['before', ...taken].sort());
  });

  it('as a draft, which may also be blank', async () => {
    const path = `/v1/conversations/${group.id}/draft`;
    await each('draft', async (body) => {
      const saved = await call<DraftView>('PUT', path, { body });
      if (saved.status < 300) expect(saved.body.body).toBe(body);
      return outcome(saved);
    });
  });

  it('as a reaction, in the path and over the socket', async () => {
    // A message carries at most 50 different ones.
    const seqs: number[] = [];
    for (let i = 0; i <= NAUGHTY.length / 40; i++)
      seqs.push(
        (await call<{ seq: number }>('POST', messages(), { clientMessageId: newId(), body: 'react' })).body.seq,
      );
    const taken = await each(
      'reaction',
      async (emoji, i) => {
        const seq = seqs[Math.floor(i / 40)]!;
        // A path holds no half surrogate, and `.` and `..` are no segments of it.
        if (i % 2 && !/\p{Cs}/u.test(emoji) && !/^\.{0,2}$/.test(emoji))
          return outcome(await call('PUT', messages(`/${seq}/reactions/${encodeURIComponent(emoji)}`)));
        return ofAck(await listener.ask('reaction.add', { conversationId: group.id, seq, emoji }));
      },
      // Longer than a path may be, or than a request's head.
      [404, 414, 431],
    );
    const shown = (await history()).filter((m) => seqs.includes(m.seq)).flatMap((m) => m.reactions.map((r) => r.emoji));
    expect(shown.sort()).toEqual(taken.sort());
  });

  it('as the title of a group, new and renamed', async () => {
    const titles = new Map([[group.id, group.title]]);
    const make = (title: string) => call<ConversationView>('POST', '/v1/conversations', { kind: 'group', title });
    await each('title', async (title, i) => {
      if (i % 2) {
        const made = await make(title);
        if (made.status === 201) titles.set(made.body.id, title);
        return outcome(made);
      }
      // Each a group of its own: an answer shows the title as it stands, which another's renaming may have changed.
      const { id } = (await make('before')).body;
      const renamed = await call<ConversationView>('PATCH', `/v1/conversations/${id}`, { title });
      if (renamed.status < 300) expect(renamed.body.title).toBe(title);
      titles.set(id, renamed.status < 300 ? title : 'before');
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
    await each('display name', async (displayName) => {
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

  it('as a password, which then signs in exactly, as a username and as the name of a device', async () => {
    await each(
      'account',
      async (text, i) => {
        const [username, password] = i % 2 ? [`u${i}`, `Xq7!${text}`] : [text, PASSWORD];
        const made = await rest.register(username, password, { device: text });
        if (made.status >= 300) return made;
        const again = await rest.login(username, password);
        expect([again.status, again.body.user]).toEqual([200, made.body.user]);
        if (i % 2) expect((await rest.login(username, `${password}x`)).status).toBe(401);
        return undefined;
      },
      // The name is taken, by a twin among these.
      [409],
    );
  });

  it('as a search, where what cannot be seen finds nothing', async () => {
    await each(
      'search',
      async (q) => {
        if (/\p{Cs}/u.test(q)) return undefined;
        const found = await call<Page<UserView>>('GET', `/v1/users?q=${encodeURIComponent(q)}`);
        if (found.status === 200 && !/[\p{L}\p{N}\p{P}\p{S}]/u.test(q)) expect(found.body.items).toEqual([]);
        return outcome(found);
      },
      [414, 431],
    );
  });
});
