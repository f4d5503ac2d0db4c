import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import { FaultProxy } from '../../faults/proxy/fault-proxy.js';
import { PostgresTap } from '../../faults/proxy/postgres-tap.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { startNode } from '../../support/start-node.js';
import { closeAll, idOf, person, soon } from './people.js';

await describeWith('postgres', 'a group', () => {
  let proxy: FaultProxy;
  let node: RunningParley;
  /** The next commit of a new conversation stays unanswered. */
  let losing = false;

  beforeAll(async () => {
    const { url } = await freshDatabase();
    proxy = await FaultProxy.start({ target: Number(new URL(url).port), tap });
    node = await startNode(proxy.via(url));
  });
  afterAll(async () => {
    await node.close();
    await proxy.stop();
  });
  afterEach(closeAll);

  function tap(): PostgresTap {
    let creates = false;
    return new PostgresTap({
      loses: (sql) => {
        if (sql.includes('INSERT INTO conversations')) creates = true;
        if (sql !== 'COMMIT' || !creates || !losing) return false;
        losing = false;
        return true;
      },
    });
  }

  it('is made once although its own answer was lost on the way', async () => {
    const keys: Array<string | null> = [];
    const lossy: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init);
      const key = new Headers(init?.headers).get('idempotency-key');
      if (key !== null && keys.push(key) === 1) throw new TypeError('cut');
      return answer;
    };
    const ann = await person(node.url, 'ann', { fetch: lossy });
    const { id } = await ann.api.conversations.group({ title: 'Tea' });
    expect(keys).toEqual([keys[0], keys[0]]);
    expect((await ann.api.conversations.list()).items.map((item) => item.id)).toEqual([id]);
  });

  it('is made once although the answer to its commit was lost', async () => {
    const [ann, bob] = await Promise.all([person(node.url, 'ann'), person(node.url, 'bob')]);
    losing = true;
    const { id } = await ann.api.conversations.group({ title: 'Tea', userIds: [idOf(bob)] });
    expect(losing).toBe(false);
    await soon(() => expect(bob.conversations.item(id)).not.toBeNull());
    for (const client of [ann, bob]) {
      const { items } = await client.api.conversations.list();
      expect(items.map((item) => [item.id, item.title])).toEqual([[id, 'Tea']]);
    }
  });
});
