import { createServer, type Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from './async.js';
import { eventFrame, RawSocketIo } from './socket-io.js';

describe('RawSocketIo against a real Socket.IO server', () => {
  let http: HttpServer;
  let port: number;
  let latest: Socket;

  beforeAll(async () => {
    http = createServer();
    const io = new Server(http, { transports: ['websocket'], pingInterval: 100, pingTimeout: 150 });
    io.use((socket, next) => next(socket.handshake.auth['token'] === 'wrong' ? new Error('no entry') : undefined));
    io.on('connection', (socket) => {
      latest = socket;
      socket.on('double', (body: { n: number }, answer: (n: number) => void) => answer(body.n * 2));
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    port = (http.address() as { port: number }).port;
  });

  afterAll(() => {
    http.closeAllConnections();
    http.close();
  });

  it('hands its auth over in the CONNECT packet and reports a refusal', async () => {
    const client = await RawSocketIo.connect({ port, auth: { token: 'right' } }, {});
    expect(latest.handshake.auth).toEqual({ token: 'right' });
    client.destroy();
    await expect(RawSocketIo.connect({ port, auth: { token: 'wrong' } }, {})).rejects.toThrow('no entry');
  });

  it('gives each answer to the packet that asked', async () => {
    const answers = new Map<number, string>();
    const client = await RawSocketIo.connect(
      { port },
      { ack: (id, b, s, e) => answers.set(id, b.toString('utf8', s, e)) },
    );
    for (const n of [1, 12, 123]) client.write(eventFrame(`["double",{"n":${n}}]`, n));
    expect(await until(() => answers.size === 3, 2000)).toBe(true);
    expect([...answers]).toEqual([
      [1, '[2]'],
      [12, '[24]'],
      [123, '[246]'],
    ]);
    client.destroy();
  });

  it('takes many packets of one read apart and puts one packet of many reads together', async () => {
    const events: string[] = [];
    const client = await RawSocketIo.connect({ port }, { event: (b, s, e) => events.push(b.toString('utf8', s, e)) });
    const sizes = [0, 10, 125, 126, 200, 70_000, 5, 600_000, 1];
    for (const size of sizes) latest.emit('m', 'ü'.repeat(size));
    expect(await until(() => events.length === sizes.length, 3000)).toBe(true);
    expect(events.map((json) => (JSON.parse(json) as [string, string])[1].length)).toEqual(sizes);
    client.destroy();
  });

  it('stays connected by answering pings', async () => {
    let closed = false;
    const client = await RawSocketIo.connect({ port }, { close: () => (closed = true) });
    // Several ping timeouts go by; a client that does not answer is thrown out within one.
    expect(await until(() => closed, 800)).toBe(false);
    client.destroy();
  });
});
