import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Random } from '../../driver/random.js';
import type { World } from '../../driver/world.js';
import { FaultProxy } from '../../proxy/fault-proxy.js';
import type { Injected, OwnScene } from '../fault.js';
import { f38 } from './f38-no-stickiness.js';

let servers: Server[];
let front: FaultProxy;
let polls: number;
let injected: Injected | undefined;

const portOf = (server: Server) => (server.address() as AddressInfo).port;

beforeEach(async () => {
  polls = 0;
  // The balancer and three nodes, none of which serves long polling.
  servers = [0, 1, 2, 3].map(() => createServer((_, answer) => answer.writeHead(404).end()).listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  front = await FaultProxy.start({ target: portOf(servers[0]!) });
});
afterEach(async () => {
  await injected?.heal();
  injected = undefined;
  await front.stop();
  servers.forEach((server) => server.close());
});

/** Its own polls come by `through`; whatever becomes of them, they are counted here. */
async function injectAt(through: FaultProxy): Promise<Injected> {
  const [balancer, ...nodes] = servers.map((server) => ({ port: portOf(server) }));
  const call = (_who: object, _op: string, _args: object, act: () => Promise<object>) =>
    act()
      .catch(() => undefined)
      .then(() => (polls += 1));
  return f38.inject({
    cluster: { stack: { balancer, nodes }, fronts: [through] },
    world: { people: [{ name: 'u1' }], recorder: { call } } as unknown as World,
    random: new Random('f38'),
  } as unknown as OwnScene);
}

it('has bitten when connections have gone to every node', async () => {
  injected = await injectAt(front);
  await expect.poll(() => polls).toBeGreaterThan(0);
  expect(await injected.bit()).toBe(0);
  await expect.poll(() => injected!.bit()).toBeGreaterThan(0);
});

it('has not bitten as long as all connections go where they always went', async () => {
  injected = await injectAt(Object.assign(Object.create(front) as FaultProxy, { to: () => undefined }));
  await expect.poll(() => polls).toBeGreaterThan(3);
  expect(await injected.bit()).toBe(0);
});
