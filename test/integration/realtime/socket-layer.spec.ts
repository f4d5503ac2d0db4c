import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../src/contract/index.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { Client } from './support/client.js';
import { startNode, type TestNode } from './support/node.js';
import { RawSocket } from './support/raw-socket.js';

let node: TestNode;
let userId: string;
let healthy: Client;
const sockets: RawSocket[] = [];

beforeAll(async () => {
  node = await startNode({
    databaseUrl: (await freshDatabase()).url,
    settings: {
      ALLOWED_ORIGINS: 'https://chat.example',
      PUBLIC_URL: 'https://own.example/',
      SOCKET_EVENTS_PER_SECOND: '50',
    },
    timings: { signInMs: 6_000 },
  });
  userId = await node.audience.createUser();
  healthy = await Client.connect(node.url, await node.token(userId));
}, 60_000);

afterAll(async () => {
  const answer = await healthy.ask('message.send', {
    conversationId: newId(),
    clientMessageId: newId(),
    body: 'alive',
  });
  expect(answer.ok).toBe(true);
  healthy.close();
  for (const socket of sockets) socket.tcp.destroy();
  await node.close();
});

const open = async (options?: Parameters<typeof RawSocket.open>[1]) => {
  const socket = await RawSocket.open(node.url, options);
  sockets.push(socket);
  return socket;
};
const signedIn = async () => {
  const socket = await RawSocket.signedIn(node.url, await node.token(newId()));
  sockets.push(socket);
  return socket;
};
const send = (body: unknown) => `421["message.send",${JSON.stringify(body)}]`;
const sound = (text: string) => ({ conversationId: newId(), clientMessageId: newId(), body: text });

describe('before sign-in', () => {
  it.each([
    'https://evil.example',
    'null',
    'https://chat.example.evil.example',
    'https://evil-chat.example',
    'file://',
  ])('C1 refuses the origin %s with 403', async (origin) => {
    expect((await open({ headers: { Origin: origin } })).status).toBe(403);
  });

  it.each([
    ['Sec-Fetch-Mode', 'websocket'],
    ['Sec-Fetch-Site', 'cross-site'],
    ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36'],
  ])('C1 refuses a browser (%s) that does not say where it comes from', async (name, value) => {
    expect((await open({ headers: { [name]: value } })).status).toBe(403);
    expect((await open({ headers: { [name]: value, Origin: node.url } })).status).toBe(101);
  });

  it('C1 lets in the configured origin, the own one, and programs without any', async () => {
    for (const Origin of ['https://chat.example', 'https://own.example'])
      expect((await open({ headers: { Origin } })).status).toBe(101);
    expect((await open({ headers: { Origin: node.url } })).status).toBe(101);
    expect((await open()).status).toBe(101);
  });

  it.each([
    ['nothing', undefined],
    ['garbage', 'x.y.z'],
    ['an object', { $ne: null }],
  ])('C2 answers %s for a token with a problem object and accepts nothing', async (_, token) => {
    const refused = await Client.connect(node.url, token).catch((e: unknown) => e as Error & { data: unknown });
    expect((refused as { data: unknown }).data).toMatchObject({ code: 'platform.unauthenticated', status: 401 });
  });

  it('A21 A22 does not take a token, or an identity, from the URL or a header', async () => {
    const token = await node.token(userId);
    const socket = await open({
      query: `EIO=4&transport=websocket&token=${token}`,
      headers: { Authorization: `Bearer ${token}`, 'x-user-id': userId },
    });
    socket.text(`40${JSON.stringify({ userId })}`);
    expect(await socket.until((t) => t.startsWith('44'))).toContain('platform.unauthenticated');
  });

  it('C2 ends a socket that sends events before it signed in', async () => {
    const socket = await open();
    socket.text(send(sound('too early')));
    await socket.untilClosed();
    expect(socket.texts.filter((t) => t.startsWith('43'))).toEqual([]);
  });

  it('C2 ends a socket that never signs in', async () => {
    const socket = await open();
    await socket.untilClosed(12_000);
  });

  it('C16 refuses other namespaces', async () => {
    const socket = await open();
    socket.text('40/admin,{}');
    expect(await socket.until((t) => t.startsWith('44/admin,'))).toContain('Invalid namespace');
    await socket.untilClosed(12_000);
  });

  it.each([
    'EIO=3&transport=websocket',
    'EIO=4&transport=polling',
    'EIO=4&transport=carrier-pigeon',
    'EIO=4&transport=websocket&sid=other',
  ])('C14 refuses %s with 400', async (query) => {
    expect((await open({ query })).status).toBe(400);
  });

  it('C23 does not serve polling', async () => {
    const answer = await fetch(`${node.url}/socket.io/?EIO=4&transport=polling`, { method: 'POST', body: '40' });
    expect(answer.status).toBe(400);
  });

  it('C18 does not offer compression', async () => {
    const socket = await open({
      headers: { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' },
    });
    expect(socket.status).toBe(101);
    expect(socket.headers.toLowerCase()).not.toContain('permessage-deflate');
  });

  it('C17 refuses oversized headers', async () => {
    expect((await open({ headers: { Cookie: `a=${'x'.repeat(64 * 1024)}` } })).status).toBe(431);
  });

  it('C15 does not restore a session somebody claims', async () => {
    const socket = await open();
    socket.text(`40${JSON.stringify({ pid: 'someone', offset: 'else', token: await node.token(userId) })}`);
    expect(await socket.until((t) => t.startsWith('40'))).not.toContain('"pid"');
  });

  it('C3 caps the sockets of one address that have not signed in, and only those', async () => {
    const crowd: RawSocket[] = [];
    const results = await Promise.all(Array.from({ length: 600 }, () => open().then((s) => (crowd.push(s), s.status))));
    expect(results.filter((s) => s === 101).length).toBeLessThanOrEqual(500);
    expect(results.filter((s) => s === 429).length).toBeGreaterThanOrEqual(50);
    expect((await healthy.ask('message.send', sound('unaffected'))).ok).toBe(true);
    for (const socket of crowd) await socket.untilClosed(20_000);
    expect((await open()).status).toBe(101);
  }, 30_000);
});

describe('after sign-in', () => {
  it('C8 takes a frame of the limit and closes on one more byte', async () => {
    const socket = await signedIn();
    const frame = (bytes: number) => {
      const empty = send(sound(''));
      return send(sound('')).replace('"body":""', `"body":"${'x'.repeat(bytes - empty.length)}"`);
    };
    socket.text(frame(LIMITS.inboundFrameBytes));
    expect(await socket.until((t) => t.startsWith('431['))).toContain('platform.validation');
    socket.text(frame(LIMITS.inboundFrameBytes + 1));
    await socket.untilClosed();
  });

  it('C8 closes on a frame of 10 MB, and on one that only says so, before it is there', async () => {
    const [sender, liar] = [await signedIn(), await signedIn()];
    sender.text(send(sound('x'.repeat(10_000_000))));
    const announced = Buffer.from([0x81, 0x80 | 127, 0, 0, 0, 0, 0, 0x98, 0x96, 0x80, 0, 0, 0, 0]);
    liar.tcp.write(Buffer.concat([announced, Buffer.from(send(sound('and no more')))]));
    await Promise.all([sender.untilClosed(), liar.untilClosed()]);
    expect([...sender.texts, ...liar.texts].filter((t) => t.startsWith('43'))).toEqual([]);
    expect((await healthy.ask('message.send', sound('unaffected'))).ok).toBe(true);
  });

  it.each([
    ['a reserved event', '42["newListener",{}]'],
    ['a reserved event', '42["connect"]'],
    ['broken JSON', '42["message.send",{'],
    ['an unknown packet type', '49[]'],
    ['an announced attachment', '451-["message.send",{"_placeholder":true,"num":0}]'],
    ['eleven attachments', '4511-["message.send",{"_placeholder":true,"num":99}]'],
    ['an ack number beyond all numbers', `42${'9'.repeat(400)}["message.send",{}]`],
    ['a second sign-in', '40{"token":"x"}'],
  ])('C6 C10 closes on %s', async (_, text) => {
    const socket = await signedIn();
    socket.text(text);
    await socket.untilClosed();
  });

  it('closes when the client leaves the namespace, rather than keep a socket that nobody counts', async () => {
    const socket = await signedIn();
    socket.text('41');
    await socket.untilClosed();
  });

  it('C10 closes on a binary frame', async () => {
    const socket = await signedIn();
    socket.frame(2, randomPayload());
    await socket.untilClosed();
  });

  it.each([
    ['ten thousand levels deep', `421["message.send",${'['.repeat(10_000)}${']'.repeat(10_000)}]`],
    ['a very long array', `421["message.send",[${'0,'.repeat(30_000)}0]]`],
    ['a number beyond all numbers', '421["message.send",{"replyToSeq":1' + '0'.repeat(400) + '}]'],
    ['an event that is no string', '421[7,{}]'],
  ])('C11 refuses what is %s quickly', async (_, text) => {
    const socket = await signedIn();
    const started = performance.now();
    socket.text(text);
    expect(await socket.until((t) => t.startsWith('431['))).toMatch(/platform\.(validation|not_found)/);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('C9 survives frames mutated at random', async () => {
    let seed = 7;
    const random = (n: number) => (seed = (seed * 48_271) % 2_147_483_647) % n;
    for (let round = 0; round < 40; round++) {
      const socket = await signedIn();
      for (let i = 0; i < 40 && !socket.closed; i++) {
        const bytes = Buffer.from(send(sound('mutate me')));
        for (let m = 0; m <= random(4); m++) bytes[random(bytes.length)] = random(256);
        socket.frame(random(20) === 0 ? random(16) : 1, bytes.subarray(0, 1 + random(bytes.length)));
      }
      socket.tcp.destroy();
    }
    expect((await healthy.ask('message.send', sound('alive'))).ok).toBe(true);
  }, 30_000);

  it('C12 refuses a flood, then closes it with a reason', async () => {
    const socket = await signedIn();
    for (let i = 0; i < 1_000; i++) socket.text(send(sound('flood')));
    const closing = await socket.until((t) => t.startsWith('42["closing"'));
    expect(closing).toContain('"reason":"rate_limited","reconnect":true');
    expect(socket.texts.some((t) => t.includes('platform.rate_limited'))).toBe(true);
    await socket.untilClosed();
  });
});

function randomPayload(): Buffer {
  return Buffer.from([0x04, 0xff, 0x00, 0x80]);
}
