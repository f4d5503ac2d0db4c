import { afterEach, expect, it } from 'vitest';
import { createClient, type ConnectionState } from '../../../sdk/index.js';
import type { RunningParley } from '../../../src/boot.js';
import { freePort } from '../../../src/platform/database/embedded/free-port.js';
import { freshDatabase } from '../../support/database.js';
import { lapsingIn } from '../../support/lapsing-token.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient } from '../../integration/identity/identity-client.js';
import { bodies, closeAll, idOf, person, soon } from './people.js';

let running: RunningParley[] = [];
afterEach(async () => {
  closeAll();
  await Promise.all(running.splice(0).map((node) => node.close()));
});
const start = async (url: string, settings: Record<string, string> = {}) => {
  const node = await startNode(url, settings);
  running.push(node);
  return node;
};

it('a client renews its token on the same socket, which outlives the first one', async () => {
  const { url } = await freshDatabase();
  const node = await start(url);
  const rest = new IdentityClient(node.url);
  const account = await rest.account('renewing');
  const short = await lapsingIn(3, account.accessToken, url);
  const given: string[] = [];
  const token = () => {
    given.push(given.length === 0 ? short : account.accessToken);
    return given.at(-1)!;
  };
  const client = createClient({ url: node.url, token });
  const phases: string[] = [];
  client.connection.subscribe((state: ConnectionState) => phases.push(state.phase));
  try {
    await client.connect();
    const { id } = await client.api.conversations.group({ title: 'Notes' });
    await soon(() => expect(given.at(-1)).toBe(account.accessToken));
    const lapsed = Date.now() + 4_000;
    await soon(() => expect(Date.now()).toBeGreaterThan(lapsed));
    expect(await client.send(id, 'still on the same socket').sent).toMatchObject({ seq: 2 });
    expect(phases.filter((phase) => phase === 'offline')).toEqual([]);
  } finally {
    client.close();
  }
});

it('a client moves to another node while the first one drains, and nothing it sends fails or comes twice', async () => {
  const { url } = await freshDatabase();
  const settings = { SEND_PER_SECOND: '10000', SEND_BURST: '10000', DRAIN_MS: '1000' };
  const port = await freePort();
  const first = await start(url, settings);
  const ann = await person([first.url, `http://127.0.0.1:${port}`], 'ann');
  const bob = await person([first.url, `http://127.0.0.1:${port}`], 'bob');
  const { id } = await ann.api.conversations.group({ title: 'Tea', userIds: [idOf(bob)] });
  // Who is told of it only when all is said begins with a page of fifty lines.
  await soon(() => expect(bob.conversations.item(id)).not.toBeNull());
  await bob.timeline(id).open();
  // Only now is there anywhere else to go.
  await start(url, { ...settings, PORT: String(port) });
  const texts = Array.from({ length: 60 }, (_, i) => `line ${i}`);
  const sent = [];
  let closing: Promise<void> | undefined;
  for (const [i, text] of texts.entries()) {
    if (i === 20) closing = first.close();
    sent.push(await ann.send(id, text).sent);
  }
  await closing;
  running = running.filter((node) => node !== first);
  expect(new Set(sent.map(({ seq }) => seq)).size).toBe(texts.length);
  await soon(() => expect(bodies(bob, id).filter((body) => body?.startsWith('line'))).toEqual(texts));
});
