import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';

let node: RunningParley;
let kept: Socket;
afterEach(async () => {
  kept.destroy();
  await node.close();
});

const port = () => Number(new URL(node.url).port);

const refused = () =>
  new Promise<boolean>((resolve) => {
    const late = connect(port(), '127.0.0.1', () => resolve(false));
    late.once('error', () => resolve(true)).once('connect', () => late.destroy());
  });

/** Half of a request is under way. */
async function begin(): Promise<{ heard: () => string }> {
  node = await startNode((await freshDatabase()).url, { ROLES: 'http,realtime', DRAIN_MS: '100' });
  kept = connect(port(), '127.0.0.1');
  let heard = '';
  kept.on('data', (chunk) => (heard += String(chunk)));
  const head = [
    'POST /v1/auth/login HTTP/1.1',
    'Host: x',
    'Content-Type: application/json',
    'Content-Length: 2',
    'Expect: 100-continue',
  ];
  kept.write(`${head.join('\r\n')}\r\n\r\n{`);
  await vi.waitFor(() => expect(heard).toContain('100 Continue'));
  return { heard: () => heard };
}

it('a node that stops answers what was under way and ends that connection, which its client would have kept', async () => {
  const { heard } = await begin();
  const ended = once(kept, 'end');
  const stopped = node.close();
  await vi.waitFor(async () => expect(await refused()).toBe(true));
  kept.write('}');
  await ended;
  expect(heard()).toMatch(/^HTTP\/1\.1 400 /m);
  expect(heard()).toMatch(/^connection: close\r$/im);
  await stopped;
});

it('and gives up what never arrives whole', async () => {
  await begin();
  const closed = once(kept, 'close');
  await node.close();
  await closed;
});
