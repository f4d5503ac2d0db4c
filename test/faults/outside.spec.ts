import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Random } from './driver/random.js';
import { Outside } from './outside.js';
import type { Ground } from './run.js';

/** One of this machine that is not the address a proxy listens at. */
const HERE =
  Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal)?.address ?? '127.0.0.2';

let server: Server;
let ground: Ground | undefined;
let url: string;
const say = vi.fn<(line: string) => void>();

beforeEach(async () => {
  server = createServer((_request, response) => void response.end('here')).listen(0, HERE);
  await once(server, 'listening');
  url = `http://${HERE}:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  await ground?.stop();
  server.close();
  say.mockReset();
});

const open = async (...urls: string[]) => (ground = await Outside.open({ urls }, new Random('a'), say));

it('comes to any http address over two lines of ours, of which one can be cut', async () => {
  const { fronts, places } = await open(url);
  expect(places).toEqual({ fronts: fronts.map((front) => front.url), nodes: [{ name: 'node-1', url }] });
  expect(fronts).toHaveLength(2);
  for (const front of fronts) expect(await (await fetch(front.url)).text()).toBe('here');
  fronts[0]!.cutOff();
  await expect(fetch(fronts[0]!.url)).rejects.toThrow();
  expect((await fetch(fronts[1]!.url)).ok).toBe(true);
  expect(say).not.toHaveBeenCalled();
});

it('goes to https directly, beside the lines there are, and says which faults that leaves out', async () => {
  const { fronts, places } = await open('https://chat.example', url);
  expect(fronts).toHaveLength(1);
  expect(places.fronts).toEqual([fronts[0]!.url, 'https://chat.example']);
  expect(say.mock.calls).toEqual([[expect.stringMatching(/https:\/\/chat\.example: F36, F37, F41 leave it out$/u)]]);
});
