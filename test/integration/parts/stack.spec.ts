import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Stack } from '../../../scripts/parts/stack.js';
import { ask } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { startTestStack } from '../../support/stack.js';

await describeWith(['redis', 'kafka'], 'a stack of two nodes', () => {
  let stack: Stack;
  const ends: string[] = [];

  beforeAll(async () => {
    stack = await startTestStack({ nodes: 2, log: (line) => ends.push(line) });
  }, 120_000);
  afterAll(() => stack?.stop());

  // Its own connection each time: a kept-alive one would stay on the node it was opened to.
  const live = async () => (await fetch(`${stack.url}/health/live`, { headers: { connection: 'close' } })).status;

  it('serves through the balancer, on a migrated database', async () => {
    expect(await live()).toBe(200);
    expect(await ask(stack.postgres.url, 'SELECT count(*)::int AS n FROM deployment')).toEqual([{ n: 1 }]);
  });

  it('goes on with the other node when one is killed, and takes it back on the same port', async () => {
    const [first] = stack.nodes;
    const url = first!.url;
    await first!.kill('SIGKILL');
    expect(await Promise.all(Array.from({ length: 10 }, live))).toEqual(Array(10).fill(200));
    expect(stack.balancer.status[0]!.ready).toBe(false);
    await first!.restart();
    expect(first!.url).toBe(url);
    await vi.waitFor(() => expect(stack.balancer.status[0]!.ready).toBe(true));
  });

  it('serves nobody while Postgres is away and comes back by itself', async () => {
    const refused = async () => void expect(await live().catch(() => 'refused')).toBe('refused');
    await stack.postgres.kill('SIGKILL');
    await vi.waitFor(refused, { timeout: 10_000, interval: 100 });
    await stack.postgres.restart();
    await vi.waitFor(async () => expect(await live()).toBe(200), { timeout: 10_000, interval: 100 });
  });

  it('tells of an end that nobody asked for', async () => {
    process.kill(stack.nodes[1]!.pid, 'SIGKILL');
    await vi.waitFor(() => expect(ends).toContain('node-2 ended by itself (SIGKILL)'));
    expect(stack.nodes[1]!.alive).toBe(false);
  });
});
