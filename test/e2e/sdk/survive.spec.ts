import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../../../sdk/index.js';
import { FileStore } from '../../../sdk/node.js';
import type { RunningParley } from '../../../src/boot.js';
import { compileScript } from '../../support/compile-script.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { FaultProxy } from '../../faults/proxy/fault-proxy.js';
import { bodies, closeAll, idOf, PASSWORD, person, soon } from './people.js';

let node: RunningParley;
let folder: string;
let writer: string;
beforeAll(async () => {
  writer = await compileScript('test/e2e/sdk/writer.child.ts');
  folder = await mkdtemp(join(tmpdir(), 'parley-sdk-'));
  node = await startNode((await freshDatabase()).url, { SEND_PER_SECOND: '1000', SEND_BURST: '1000' });
});
afterAll(async () => {
  await node.close();
  await rm(folder, { recursive: true });
});
afterEach(closeAll);

const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}`);

/** A session file of a new account that shares a group with a reader. */
async function scene(name: string) {
  const sessionFile = join(folder, `${name}.json`);
  const author = createClient({ url: node.url, store: new FileStore(sessionFile) });
  await author.register({ username: `${name}-${Date.now().toString(36)}`, password: PASSWORD });
  const reader = await person(node.url, 'reader');
  const group = await reader.api.conversations.group({ title: name, userIds: [idOf(author)] });
  author.close();
  await watch(reader, group.id);
  return { sessionFile, reader, id: group.id };
}

/** Opens it as somebody who looks: all that is said from now on stays there. */
async function watch(reader: Awaited<ReturnType<typeof person>>, id: string): Promise<void> {
  reader.timeline(id).onChange(() => undefined);
  await reader.timeline(id).open();
}

const read = (reader: Awaited<ReturnType<typeof person>>, id: string) =>
  bodies(reader, id).filter((body) => body?.startsWith('line'));

describe('a client that is killed', () => {
  it('sends what it had queued offline when it is started again, in order and once', async () => {
    const { sessionFile, reader, id } = await scene('offline');
    const first = spawn(process.execPath, [writer, node.url, sessionFile, id, 'offline', ...lines(1, 5)]);
    // Queued means on the disk: nothing else is waited for before it is killed.
    await soon(async () => expect((await readFile(sessionFile, 'utf8')).match(/queue\//g)).toHaveLength(5));
    first.kill('SIGKILL');
    await once(first, 'exit');
    expect(read(reader, id)).toEqual([]);

    const second = spawn(process.execPath, [writer, node.url, sessionFile, id, 'connected', ...lines(6, 7)]);
    expect(await once(second, 'exit')).toEqual([0, null]);
    await soon(() => expect(read(reader, id)).toEqual(lines(1, 7)));
    expect(await readFile(sessionFile, 'utf8')).not.toMatch(/queue\//);
  });

  it('loses and repeats nothing when it dies while it sends', async () => {
    const { sessionFile, reader, id } = await scene('midway');
    const first = spawn(process.execPath, [writer, node.url, sessionFile, id, 'connected', ...lines(1, 200)]);
    await once(first.stdout, 'data');
    await soon(async () => {
      expect(read(reader, id).length).toBeGreaterThan(10);
    });
    first.kill('SIGKILL');
    await once(first, 'exit');
    const kept = (await readFile(sessionFile, 'utf8')).match(/queue\//g)?.length ?? 0;

    const second = spawn(process.execPath, [writer, node.url, sessionFile, id, 'connected']);
    expect(await once(second, 'exit')).toEqual([0, null]);
    await soon(() => expect(reader.conversations.item(id)?.appliedSeq).toBe(read(reader, id).length + 1));
    const all = read(reader, id);
    expect(all).toEqual(lines(1, all.length));
    // It died midway, and everything that was on the disk came.
    expect(kept).toBeGreaterThan(0);
    expect(all.length).toBeGreaterThanOrEqual(kept);
  });
});

describe('a connection that is cut again and again', () => {
  it('loses, repeats and reorders nothing, and says when it is not live', async () => {
    const proxy = await FaultProxy.start({ target: Number(new URL(node.url).port) });
    const timings = { reconnectMinMs: 20, reconnectMaxMs: 100, ackTimeoutMs: 2_000 };
    const author = await person(proxy.url, 'author', { timings });
    const reader = await person(proxy.url, 'reader', { timings });
    const { id } = await author.api.conversations.group({ title: 'flaps', userIds: [idOf(reader)] });
    await soon(() => expect(reader.conversations.item(id)).not.toBeNull());
    await watch(reader, id);
    const told: Array<string | null> = [];
    const phases = new Set<string>();
    reader.on('message', ({ body }) => told.push(body));
    reader.connection.subscribe(({ phase }) => phases.add(phase));

    let cuts = 0;
    const cutting = setInterval(() => (cuts += proxy.reset() > 0 ? 1 : 0), 150);
    const sent: Promise<unknown>[] = [];
    // Long enough for both: a busy machine reconnects late, and what is not connected cannot be cut.
    while (sent.length < 150 || cuts <= 15) {
      const number = sent.length + 1;
      sent.push(author.send(id, lines(number, number)[0]!).sent);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    clearInterval(cutting);
    await Promise.all(sent);
    const all = lines(1, sent.length);
    await soon(() => expect(told).toEqual(all));
    await soon(() => expect(read(reader, id)).toEqual(all));
    expect([...phases]).toEqual(expect.arrayContaining(['connecting', 'live']));
    await soon(() => expect(reader.connection.get().phase).toBe('live'));
    await proxy.stop();
    await soon(() => expect(reader.connection.get().phase).not.toBe('live'));
  }, 60_000);
});
