import { beforeAll, expect, it, vi } from 'vitest';
import { Connections } from '../../../src/platform/realtime/index.js';
import { eventFrame } from '../../../src/platform/realtime/connection/frame.js';
import { realtimeMetrics } from '../../../src/platform/realtime/metrics.js';
import { freshDatabase } from '../../support/database.js';
import { Client } from './support/client.js';
import { startNode, type TestNode } from './support/node.js';
import { RawSocket } from './support/raw-socket.js';

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 10 });

let node: TestNode;
let anna: string;
let room: string;

beforeAll(async () => {
  node = await startNode({ databaseUrl: (await freshDatabase()).url });
  anna = await node.audience.createUser();
  room = await node.audience.createConversation([anna]);
  return () => node.close();
}, 60_000);

/** Entries of about 32 KB until `enough`. */
async function fill(enough: () => boolean): Promise<number> {
  const text = 'x'.repeat(32_000);
  let last = 0;
  while (!enough())
    last = Math.max(...(await Promise.all(Array.from({ length: 10 }, () => node.append(room, anna, text)))));
  return last;
}

it('C13 sheds ephemeral events first, then closes with a bounded queue, and a resume brings everything', async () => {
  const healthy = await Client.connect(node.url, await node.token(anna));
  await healthy.resume();
  const stalled = await RawSocket.signedIn(node.url, await node.token(anna));
  stalled.text('421["sync.resume",{"epoch":null,"userSeq":0,"conversations":{}}]');
  await stalled.until((t) => t.startsWith('431['));
  stalled.tcp.pause();
  const connections = node.app.get(Connections);
  expect(connections.ofUser(anna)).toHaveLength(2);
  const [, slow] = connections.ofUser(anna);

  const shed = async () => (await realtimeMetrics.shed.get()).values[0]!.value;
  const shedBefore = await shed();
  const typing = eventFrame(
    'typing',
    JSON.stringify({ conversationId: room, userId: anna, typing: 'x'.repeat(8_000) }),
    true,
  );
  while ((await shed()) === shedBefore) for (let i = 0; i < 50; i++) slow!.write(typing);
  expect(slow!.closed).toBe(false);
  // The next heads tell it, should it read on.
  expect(slow!.missed).toBe(1);

  const rssBefore = process.memoryUsage().rss;
  const last = await fill(() => slow!.closed);
  expect(connections.ofUser(anna)).toHaveLength(1);
  expect(process.memoryUsage().rss - rssBefore).toBeLessThan(200 * 1024 * 1024);
  await until(() => expect(healthy.seqs(room)).toHaveLength(last));

  const back = await Client.connect(node.url, await node.token(anna));
  expect((await back.resume())[room]).toHaveLength(last);
  for (const client of [healthy, back]) client.close();
  stalled.tcp.destroy();
}, 60_000);

it('does not take a burst for a slow reader', async () => {
  const client = await Client.connect(node.url, await node.token(anna));
  const before = (await client.resume())[room]!.length;
  const [connection] = node.app.get(Connections).ofUser(anna);
  for (let i = 0; i < 3_000; i++) connection!.send('presence', { changes: [] });
  for (const part of ['a', 'b']) {
    await Promise.all(Array.from({ length: 300 }, (_, i) => node.append(room, anna, `burst ${part}${i}`)));
  }
  await until(() => expect(client.seqs(room)).toHaveLength(600));
  expect(client.seqs(room)[0]).toBe(before + 1);
  expect(client.heard).toHaveLength(3_000);
  client.close();
});
