import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import type { ConversationView, TokensView } from '../../../src/contract/index.js';
import { clientEvents, resolve } from '../../../scripts/fuzz/schema.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { CODES } from '../../support/rest-check.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient } from '../identity/identity-client.js';
import { Client } from '../realtime/support/client.js';
import { RawSocket } from '../realtime/support/raw-socket.js';
import { soundEvent } from './event-samples.js';
import { badObjects, NOT_OBJECTS, type Schema } from './mutations.js';
import { Stored } from './stored.js';

const events = clientEvents.map(({ event, schema }) => [event, withIds(schema as Schema)] as const);

/** The contract's types say text where it means ids; their names tell. */
function withIds(schema: Schema): Schema {
  const properties = Object.entries(schema.properties!).map(([name, field]): [string, Schema] => [
    name,
    /Id$/.test(name) || name === 'epoch' ? { ...field, format: 'uuid' } : field,
  ]);
  return { ...schema, properties: Object.fromEntries(properties) };
}

let node: RunningParley;
let stored: Stored;
let ann: TokensView;
let bob: TokensView;
let group: ConversationView;
let client: Client;
let sent = 0;

beforeAll(async () => {
  const { url } = await freshDatabase();
  const fast = { SEND_PER_SECOND: '10000', SEND_BURST: '10000', SOCKET_EVENTS_PER_SECOND: '1000000' };
  node = await startNode(url, { ROLES: 'http,realtime', ALLOWED_ORIGINS: 'https://chat.example', ...fast });
  const rest = new IdentityClient(node.url);
  [ann, bob] = [await rest.account('ann'), await rest.account('bob')];
  const token = ann.accessToken;
  const body = { kind: 'group', title: 'Tea', userIds: [bob.user.id] };
  group = (await rest.call<ConversationView>('POST', '/v1/conversations', { token, body })).body;
  client = await Client.connect(node.url, token);
  const message = { conversationId: group.id, clientMessageId: newId(), body: 'hello' };
  expect(await client.ask('message.send', message)).toMatchObject({ ok: true, data: { seq: 2 } });
  stored = await Stored.open(url);
}, 60_000);
afterAll(async () => {
  console.info(`${sent} bad socket events and frames`);
  client?.close();
  await stored?.close();
  await node?.close();
});

const unchanged = async (work: () => Promise<void>): Promise<void> => {
  // When a user was last here may be noted at any time.
  const digest = async () => ({ ...(await stored.digest()), last_seen: '' });
  const before = await digest();
  await work();
  expect(await digest()).toEqual(before);
};
/** What an ack to bad input has against it; null: nothing. */
async function fault(event: string, name: string, args: unknown[]): Promise<string | null> {
  sent += 1;
  const ack = await client.ask(event, ...args);
  if (ack.ok) return `${name}: taken`;
  const { status, code } = ack.error;
  return status >= 400 && status < 500 && CODES.has(code) ? null : `${name}: ${status} ${code}`;
}

describe.each(events)('%s', (event, schema) => {
  it('C7 D6 D12 D14 refuses bad input through the ack, stores nothing and stays connected', async () => {
    const { id } = client.socket;
    const good = soundEvent(event, { conversationId: group.id, seq: 2 }, bob.user.id);
    // The client itself cannot send what is that deep; socket-layer.spec.ts does.
    const bodies = [
      ...NOT_OBJECTS.filter(({ json }) => !json.startsWith('[[')),
      ...badObjects(schema, good, resolve, []),
    ];
    const positions = ['{"x":1}', `{"${newId()}":-1}`, `{"${newId()}":1.5}`, '{"__proto__":1}', `{"${newId()}":"1"}`];
    if ('conversations' in good)
      for (const json of positions)
        bodies.push({
          name: json,
          json: JSON.stringify(good).replace(/"conversations":\{.*?\}/, `"conversations":${json}`),
        });
    const shapes: Array<[string, unknown[]]> = [
      ['no argument', []],
      ['two arguments', [good, good]],
      ['a number beside it', [good, 1]],
      ['a list of it', [[good]]],
      ['it as text', [JSON.stringify(good)]],
    ];
    await unchanged(async () => {
      const found: Array<string | null> = [];
      for (const { name, json } of bodies) found.push(await fault(event, name, [JSON.parse(json)]));
      for (const [name, args] of shapes) found.push(await fault(event, name, args));
      expect(found.filter(Boolean)).toEqual([]);
    });
    expect([client.socket.connected, client.socket.id]).toEqual([true, id]);
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });
});

describe('events that are none', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'newListener', 'event', 'user.event'];
  names.push(
    'closing',
    'heads',
    'join',
    'error',
    'message',
    'message.send ',
    'MESSAGE.SEND',
    '',
    '*',
    'x'.repeat(9_000),
  );

  it('C5 C6 are not found, whatever they are called', async () => {
    await unchanged(async () => {
      // `newListener` the client itself will not send; see the raw frames.
      for (const name of names.filter((n) => n !== 'newListener')) {
        sent += 1;
        expect(await client.ask(name, {}), name).toMatchObject({ ok: false, error: { code: 'platform.not_found' } });
      }
    });
  });

  it('without an ack get no answer and do no harm', async () => {
    await unchanged(async () => {
      const heard = client.heard.length;
      for (const name of names.filter((n) => n !== 'newListener')) client.socket.emit(name, { a: 1 });
      client.socket.emit('message.send', { conversationId: group.id });
      client.socket.emit('message.send', 'text', 7, null);
      sent += names.length + 1;
      const { ok } = await client.ask('presence.get', { userIds: [bob.user.id] });
      expect([ok, client.heard.slice(heard).filter((h) => h.event === 'exception')]).toEqual([true, []]);
    });
  });
});

describe('raw frames', () => {
  const message = () =>
    JSON.stringify({ conversationId: group.id, clientMessageId: newId(), body: 'x'.repeat(66_000) });
  const closing: Array<[string, () => string | Buffer]> = [
    ['binary', () => Buffer.from([4, 0xff, 0, 0x80])],
    ['a frame beyond the limit', () => `421["message.send",${message()}]`],
    ['broken JSON', () => '421["message.send",{'],
    ['an unknown packet', () => '49[]'],
    ['an announced attachment', () => '451-["message.send",{"_placeholder":true,"num":0}]'],
    ['connect', () => '421["connect",{}]'],
    ['connect_error', () => '421["connect_error",{}]'],
    ['disconnect', () => '421["disconnect",{}]'],
    ['disconnecting', () => '421["disconnecting",{}]'],
    ['newListener', () => '421["newListener",{}]'],
    ['removeListener', () => '421["removeListener",{}]'],
    ['a huge ack number', () => `42${'9'.repeat(400)}["message.send",{}]`],
    ['no array', () => '421{"a":1}'],
    ['an empty array', () => '421[]'],
    ['a second sign-in', () => `40{"token":"x"}`],
  ];

  it.each(closing)('%s ends that socket alone, and stores nothing', async (_, frame) => {
    await unchanged(async () => {
      const raw = await RawSocket.signedIn(node.url, bob.accessToken);
      sent += 1;
      const given = frame();
      if (typeof given === 'string') raw.text(given);
      else raw.frame(2, given);
      await raw.untilClosed();
      expect((await client.ask('presence.get', { userIds: [] })).ok).toBe(true);
    });
  });

  it('C1 C2 C16 before sign-in are not taken, nor in another namespace, with a bad token or from a bad origin', async () => {
    await unchanged(async () => {
      const event = `421["message.delete",${JSON.stringify({ conversationId: group.id, seq: 2 })}]`;
      const early = await RawSocket.open(node.url);
      early.text(event);
      await early.untilClosed();
      const admin = await RawSocket.open(node.url);
      admin.text(`40/admin,${JSON.stringify({ token: ann.accessToken })}`);
      await admin.until((t) => t.startsWith('44/admin,'));
      admin.text(event.replace('421', '42/admin,1'));
      await admin.untilClosed(10_000);
      const tokens = [
        undefined,
        null,
        '',
        7,
        {},
        [],
        ['x'],
        'x.y.z',
        ann.refreshToken,
        `${ann.accessToken}x`,
        '\u0000',
      ];
      for (const token of tokens) {
        const refused = await Client.connect(node.url, token).catch((error: unknown) => error as { data: unknown });
        expect(refused, JSON.stringify(token)).toMatchObject({
          data: { code: 'platform.unauthenticated', status: 401 },
        });
      }
      for (const origin of ['https://evil.example', 'null', 'https://chat.example.evil.example']) {
        expect((await RawSocket.open(node.url, { headers: { Origin: origin } })).status).toBe(403);
      }
      sent += tokens.length + 5;
    });
  }, 30_000);
});

describe('afterwards', () => {
  it('the first socket still sends, and everything bad was counted', async () => {
    const message = { conversationId: group.id, clientMessageId: newId(), body: 'still here' };
    expect(await client.ask('message.send', message)).toMatchObject({ ok: true, data: { seq: 3 } });
    expect(sent).toBeGreaterThan(500);
  });
});
