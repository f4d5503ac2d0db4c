import { once } from 'node:events';
import { createServer as createHttp, type Server as HttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { Balancer } from './balancer.js';

const open: Array<Server | HttpServer> = [];
let balancer: Balancer | undefined;

afterEach(async () => {
  await balancer?.stop();
  for (const server of open.splice(0)) server.close();
});

async function listen(server: Server | HttpServer): Promise<number> {
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Answers every chunk with its name and the chunk; greets with its name. */
async function echo(name: string): Promise<{ server: Server; port: number; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.write(`${name};`);
    socket.on('data', (chunk) => socket.write(`${name}:${chunk.toString()};`));
    socket.on('end', () => socket.end('bye'));
  });
  return { server, sockets, port: await listen(server) };
}

async function client(): Promise<{ socket: Socket; heard: () => string }> {
  const socket = connect(balancer!.port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return { socket, heard: () => text };
}

async function greeted(): Promise<{ socket: Socket; heard: () => string; by: string }> {
  const one = await client();
  await vi.waitFor(() => expect(one.heard()).toMatch(/^[a-z];/));
  return { ...one, by: one.heard()[0]! };
}

/** The error a connection ends with; `undefined` for an orderly end. */
function resetOf(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    socket.once('close', () => resolve(undefined));
  });
}

const at = (port: number) => ({ host: '127.0.0.1', port });

it('gives each new connection to the backend with the fewest, and passes both directions and half-closing on', async () => {
  const [a, b] = [await echo('a'), await echo('b')];
  balancer = await Balancer.start({ backends: [at(a.port), at(b.port)], checkMs: 60_000 });
  const clients = await Promise.all(Array.from({ length: 6 }, greeted));
  expect(clients.map((one) => one.by).sort()).toEqual(['a', 'a', 'a', 'b', 'b', 'b']);
  expect(balancer.status).toEqual([
    { ready: true, connections: 3 },
    { ready: true, connections: 3 },
  ]);
  const { socket, heard, by } = clients[0]!;
  socket.write('x');
  await vi.waitFor(() => expect(heard()).toBe(`${by};${by}:x;`));
  socket.end();
  await once(socket, 'close');
  expect(heard()).toBe(`${by};${by}:x;bye`);
  await vi.waitFor(() => expect(balancer!.status.map((s) => s.connections).sort((a, b) => a - b)).toEqual([2, 3]));
});

it('skips a backend that refuses connections although it was ready, and takes it back', async () => {
  const [a, b] = [await echo('a'), await echo('b')];
  balancer = await Balancer.start({ backends: [at(a.port), at(b.port)], checkMs: 60_000 });
  a.server.close();
  await once(a.server, 'close');
  expect((await Promise.all([greeted(), greeted()])).map((one) => one.by)).toEqual(['b', 'b']);
  expect(balancer.status[0]!.ready).toBe(false);
  a.server.listen(a.port, '127.0.0.1');
  await balancer.check();
  expect((await greeted()).by).toBe('a');
});

it('gives a backup nothing while another one is ready', async () => {
  const [a, b] = [await echo('a'), await echo('b')];
  balancer = await Balancer.start({ backends: [{ ...at(a.port), backup: true }, at(b.port)], checkMs: 60_000 });
  expect([(await greeted()).by, (await greeted()).by]).toEqual(['b', 'b']);
  b.server.close();
  expect((await greeted()).by).toBe('a');
});

it('asks for readiness over HTTP: an unready or silent backend gets nothing new, and keeps what it has', async () => {
  const [a, b] = [await echo('a'), await echo('b')];
  let status: number | undefined = 200;
  const health = await listen(createHttp((_, response) => void (status && response.writeHead(status).end())));
  const backends = [{ ...at(a.port), health: { path: '/health/ready', port: health } }, at(b.port)];
  balancer = await Balancer.start({ backends, checkMs: 20 });
  const first = await greeted();
  expect(first.by).toBe('a');
  for (const unready of [503, undefined]) {
    status = unready;
    await vi.waitFor(() => expect(balancer!.status[0]!.ready).toBe(false));
    expect([(await greeted()).by, (await greeted()).by]).toEqual(['b', 'b']);
    status = 200;
    await vi.waitFor(() => expect(balancer!.status[0]!.ready).toBe(true));
  }
  first.socket.write('still');
  await vi.waitFor(() => expect(first.heard()).toBe('a;a:still;'));
});

it('resets the client when no backend is left, when its backend is reset, and on cut', async () => {
  const a = await echo('a');
  balancer = await Balancer.start({ backends: [at(a.port)], checkMs: 60_000 });
  const [one, two] = [await greeted(), await greeted()];
  const broken = [resetOf(one.socket), resetOf(two.socket)];
  // The first connection was the balancer's own look at the backend.
  a.sockets[1]!.resetAndDestroy();
  expect(await broken[0]).toBe('ECONNRESET');
  expect(balancer.cut(0)).toBe(1);
  expect(await broken[1]).toBe('ECONNRESET');
  a.server.close();
  expect(await resetOf(connect(balancer.port, '127.0.0.1'))).toBe('ECONNRESET');
});

it('holds everything while paused and loses nothing of it', async () => {
  const a = await echo('a');
  balancer = await Balancer.start({ backends: [at(a.port)], checkMs: 60_000 });
  const old = await greeted();
  balancer.pause();
  const young = await client();
  old.socket.write('1');
  young.socket.write('2');
  // The echo of a connection past the balancer proves that time went by in which the others could have been served.
  const direct = connect(a.port, '127.0.0.1');
  await once(direct, 'data');
  direct.destroy();
  expect([old.heard(), young.heard()]).toEqual(['a;', '']);
  balancer.resume();
  await vi.waitFor(() => expect([old.heard(), young.heard()]).toEqual(['a;a:1;', 'a;a:2;']));
});
