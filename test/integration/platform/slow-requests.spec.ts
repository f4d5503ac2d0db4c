import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Database } from '../../../src/platform/database/index.js';
import { Journal } from '../../../src/platform/journal/index.js';
import { seedAccounts } from '../../support/accounts.js';
import { freshDatabase } from '../../support/database.js';
import { RawHttp } from '../../support/raw-http.js';
import { restViolation } from '../../support/rest-check.js';
import { type PresenceNode, startPresenceNode } from '../presence/node.js';
import type { Client } from '../realtime/support/client.js';

const LIMIT_MS = 15_000;
/** The limit, the second until it is looked for, and a busy machine. With Node's settings it is 15 to 45 s, for bodies 60 to 90 s. */
const MOST_MS = 25_000;
const OF_EACH = 40;
const DRIP_MS = 1_000;

const login = 'POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
const upgrade = 'Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n';
const handshake = `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n${upgrade}Sec-WebSocket-Version: 13\r\n`;

/** What is sent at once, and what once a second. */
const slow: Record<string, [first: string, then?: string]> = {
  nothing: [''],
  'half of the headers': [login],
  'one header after the other': [login, 'A: b\r\n'],
  'half of a body': [`${login}Content-Length: 30\r\n\r\n{"username":`],
  'a body byte by byte': [`${login}Content-Length: 30\r\n\r\n{`, ' '],
  'half of a chunk': [`${login}Transfer-Encoding: chunked\r\n\r\n1e\r\n{"username":`],
  'half of a second request': [`GET /v1/server HTTP/1.1\r\nHost: x\r\n\r\n${login}`],
  'half of a handshake': [handshake],
};

let node: PresenceNode;
let server: Server;
let healthy: Client;
let http: RawHttp;
let ann: string;
const connections = () => promisify(server.getConnections.bind(server))();
const sockets: Socket[] = [];
const open = () => {
  const tcp = connect(Number(new URL(node.url).port), '127.0.0.1').on('error', () => undefined);
  sockets.push(tcp);
  return tcp;
};

beforeAll(async () => {
  node = await startPresenceNode((await freshDatabase()).url);
  server = node.app.getHttpServer();
  http = new RawHttp(node.url);
  [ann] = (await seedAccounts(node.app.get(Database), node.app.get(Journal), 1)) as [string];
  healthy = await node.connect(ann);
});
afterAll(async () => {
  for (const tcp of sockets) tcp.destroy();
  healthy?.close();
  await node?.close();
});

/** Sends slowly until the server hangs up; what the server said last, and when. */
async function suffer([first, then]: [string, string?]): Promise<{ said: string; ms: number }> {
  const since = performance.now();
  const tcp = open();
  const heard: Buffer[] = [];
  tcp.on('data', (data) => heard.push(data));
  tcp.write(first);
  const drip = then && setInterval(() => tcp.write(then), DRIP_MS);
  await once(tcp, 'close');
  clearInterval(drip);
  const text = Buffer.concat(heard).toString();
  return { said: text.slice(text.lastIndexOf('HTTP/1.1 ')), ms: performance.now() - since };
}

it('R6 answers 408 to who sends slowly and hangs up, serves everybody else, and keeps nothing', async () => {
  const crowd = Object.entries(slow).flatMap(([what, bytes]) =>
    Array.from({ length: OF_EACH }, async () => ({ what, ...(await suffer(bytes)) })),
  );
  await vi.waitFor(async () => expect(await connections()).toBe(crowd.length + 1));
  const ordinary = await http.send({ method: 'GET', path: '/v1/server' });
  http.close();
  expect(ordinary.status).toBe(200);
  expect((await healthy.ask('presence.get', { userIds: [ann] })).ok).toBe(true);
  // Meanwhile: none has been given up yet.
  expect(sockets.filter((tcp) => tcp.closed)).toEqual([]);

  for (const { what, said, ms } of await Promise.all(crowd)) {
    const [head, text] = said.split('\r\n\r\n') as [string, string];
    expect(Number(head.split(' ')[1]), what).toBe(408);
    const contentType = /^content-type: (.*)$/im.exec(head)![1]!;
    expect(restViolation({ method: 'GET', path: '/', status: 408, contentType, text })).toBeNull();
    expect(ms, what).toBeGreaterThan(LIMIT_MS);
    expect(ms, what).toBeLessThan(MOST_MS);
  }
  await vi.waitFor(async () => expect(await connections()).toBe(1));
  expect(healthy.socket.connected).toBe(true);
}, 120_000);

const elsewhere = `GET /v1/server HTTP/1.1\r\n${upgrade}\r\n`;
/** The server's end of a connection that it was asked to upgrade. Node looks after it no longer. */
const upgraded = async () => (await once(server, 'upgrade'))[1] as Socket;
/** Listens for nothing else: an error that nobody listens for must be the server's to notice. */
const gone = (raw: Socket) => new Promise<void>((resolve) => raw.on('close', () => resolve()));

it.each([
  ['first', ''],
  ['second', 'GET /v1/server HTTP/1.1\r\nHost: x\r\n\r\n'],
])('R6 hangs up when the %s request of a connection wants an upgrade where there are no sockets', async (_, before) => {
  const tcp = open();
  const heard: Buffer[] = [];
  tcp.on('data', (data) => heard.push(data));
  // Who never hangs up himself does not keep the connection.
  tcp.allowHalfOpen = true;
  tcp.write(before + elsewhere);
  await gone(await upgraded());
  await vi.waitFor(() => expect(Buffer.concat(heard).toString()).toContain('HTTP/1.1 400 Bad Request\r\n'));
});

it('R6 survives that who wanted such an upgrade is gone before he is answered', async () => {
  const uncaught: unknown[] = [];
  const note = (error: unknown) => uncaught.push(error);
  process.on('uncaughtException', note);
  try {
    const tcp = open();
    tcp.write(elsewhere);
    const raw = await upgraded();
    tcp.resetAndDestroy();
    await gone(raw);
    expect(uncaught).toEqual([]);
  } finally {
    process.off('uncaughtException', note);
  }
});
