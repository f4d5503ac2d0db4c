import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FaultProxy } from './fault-proxy.js';

let server: Server;
let proxy: FaultProxy;
const served: Socket[] = [];
const clients: Socket[] = [];

/** Answers every chunk with itself. */
beforeEach(async () => {
  server = createServer((socket) => {
    served.push(socket);
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await FaultProxy.start({ target: (server.address() as AddressInfo).port });
});

afterEach(async () => {
  for (const socket of [...clients.splice(0), ...served.splice(0)]) socket.destroy();
  await proxy.stop();
  server.close();
});

interface Client {
  socket: Socket;
  heard: () => string;
  /** `end`, or the code of the error it ended with. */
  over: Promise<string>;
}

function client(): Client {
  const socket = connect(proxy.port, '127.0.0.1');
  clients.push(socket);
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  const over = new Promise<string>((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code!));
    socket.once('close', () => resolve('end'));
  });
  return { socket, over, heard: () => text };
}

/** The client's end of a connection whose other end the server has, too. */
async function connected(): Promise<Client & { far: Socket }> {
  const before = served.length;
  const one = client();
  await vi.waitFor(() => expect(served).toHaveLength(before + 1));
  return { ...one, far: served[before]! };
}

const echoed = (one: Client, text: string) => vi.waitFor(() => expect(one.heard()).toBe(text));

/** Time in which something could arrive that must not. */
const meanwhile = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it('passes everything on in both directions, half-closing too', async () => {
  const one = await connected();
  const megabyte = 'x'.repeat(1_000_000);
  one.socket.write(megabyte);
  one.socket.end('bye');
  await echoed(one, `${megabyte}bye`);
  expect(await one.over).toBe('end');
  await vi.waitFor(() => expect(proxy.connections).toBe(0));
});

it('holds every chunk for the latency, jitter and loss it is told, and keeps the order', async () => {
  const one = await connected();
  proxy.impair({ up: { latencyMs: 60, jitterMs: 30, loss: 0.5 }, down: { latencyMs: 40 } });
  const began = performance.now();
  for (let i = 0; i < 20; i += 1) {
    one.socket.write(`${i};`);
    await meanwhile(2);
  }
  await echoed(one, Array.from({ length: 20 }, (_, i) => `${i};`).join(''));
  expect(performance.now() - began).toBeGreaterThan(100);
});

it('throttles to bytes per second', async () => {
  const one = await connected();
  proxy.impair({ up: { bytesPerSecond: 100_000 } });
  const began = performance.now();
  one.socket.write('x'.repeat(20_000));
  await vi.waitFor(() => expect(one.heard()).toHaveLength(20_000));
  expect(performance.now() - began).toBeGreaterThan(150);
});

it('holds everything while stalled, pushes back on the sender, and loses nothing of it', async () => {
  const one = await connected();
  proxy.impair({ up: { stalled: true } });
  const much = 'x'.repeat(8_000_000);
  one.socket.write(much);
  await meanwhile(100);
  expect(one.heard()).toBe('');
  expect(one.socket.writableLength).toBeGreaterThan(0);
  proxy.heal();
  await vi.waitFor(() => expect(one.heard()).toHaveLength(much.length), 10_000);
});

it('drops one direction without telling anybody, goodbyes too, and breaks such connections when it heals', async () => {
  const one = await connected();
  const other = await connected();
  proxy.impair({ down: { dropped: true } });
  one.socket.write('lost');
  const far = vi.fn();
  one.far.once('data', far);
  await vi.waitFor(() => expect(far).toHaveBeenCalled());
  other.far.resetAndDestroy();
  await meanwhile(50);
  expect(one.heard()).toBe('');
  expect(other.socket.destroyed).toBe(false);
  proxy.heal();
  expect(await Promise.all([one.over, other.over])).toEqual(['ECONNRESET', 'ECONNRESET']);
  const next = await connected();
  next.socket.write('fine');
  await echoed(next, 'fine');
});

it('cuts after so many bytes', async () => {
  const one = await connected();
  proxy.impair({ down: { cutAfterBytes: 10 } });
  one.socket.write('12345');
  await echoed(one, '12345');
  const farOver = new Promise((resolve) => one.far.once('error', resolve));
  one.socket.write('67890');
  await one.over;
  expect(one.heard()).toHaveLength(10);
  expect(await farOver).toMatchObject({ code: 'ECONNRESET' });
});

it('counts what it hits, and nothing while it is a good line', async () => {
  const one = await connected();
  one.socket.write('fine');
  await echoed(one, 'fine');
  expect(proxy.hits).toBe(0);
  proxy.impair({ up: { latencyMs: 1 } });
  one.socket.write('!');
  await echoed(one, 'fine!');
  expect(proxy.hits).toBe(1);
  proxy.heal();
  expect(proxy.reset()).toBe(1);
  expect(proxy.hits).toBe(2);
  proxy.cutOff();
  expect(await client().over).toBe('ECONNRESET');
  expect(proxy.hits).toBe(3);
});

it('resets both ends, passes a reset on as such, and refuses while cut off', async () => {
  const [one, other] = [await connected(), await connected()];
  other.far.resetAndDestroy();
  expect(await other.over).toBe('ECONNRESET');
  await vi.waitFor(() => expect(proxy.connections).toBe(1));
  const farOver = new Promise((resolve) => one.far.once('close', resolve));
  expect(proxy.reset()).toBe(1);
  expect(await one.over).toBe('ECONNRESET');
  await farOver;
  proxy.cutOff();
  expect(await client().over).toBe('ECONNRESET');
  proxy.heal();
  const next = await connected();
  next.socket.write('back');
  await echoed(next, 'back');
});

it('goes on to several in turn, and stays with one that is named', async () => {
  const other = createServer((socket) => void socket.end('other')).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const here = (server.address() as AddressInfo).port;
  try {
    proxy.to(here, (other.address() as AddressInfo).port);
    const heard: string[] = [];
    for (let i = 0; i < 4; i += 1) {
      const one = client();
      one.socket.write('echo');
      await vi.waitFor(() => expect(one.heard()).not.toBe(''));
      heard.push(one.heard());
    }
    expect([...heard].sort()).toEqual(['echo', 'echo', 'other', 'other']);
    expect(heard[0]).toBe(heard[2]);
    proxy.to(here);
    for (let i = 0; i < 2; i += 1) {
      const one = await connected();
      one.socket.write('echo');
      await echoed(one, 'echo');
    }
  } finally {
    other.close();
  }
});

it('refuses until it knows where to go, and when nobody is there', async () => {
  const early = await FaultProxy.start();
  const over = async () => {
    const socket = connect(early.port, '127.0.0.1');
    return ((await once(socket, 'error')) as [NodeJS.ErrnoException])[0].code;
  };
  try {
    expect(await over()).toBe('ECONNRESET');
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    early.to((gone.address() as AddressInfo).port);
    gone.close();
    await once(gone, 'close');
    expect(await over()).toBe('ECONNRESET');
  } finally {
    await early.stop();
  }
});
