import { expect, it } from 'vitest';
import { FaultProxy } from '../../faults/proxy/fault-proxy.js';
import type { Tap } from '../../faults/proxy/link.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { startNode } from '../../support/start-node.js';

await describeWith('postgres', 'a node that is started', () => {
  it.each(['never', 'always'])('before its database answers waits for it (MIGRATE=%s)', async (MIGRATE) => {
    const { url } = await freshDatabase();
    let turnedAway = 0;
    const tap = (): Tap => {
      const away = turnedAway < 2;
      if (away) turnedAway += 1;
      return { up: () => true, down: (_, cut) => (away && cut(), !away) };
    };
    const proxy = await FaultProxy.start({ target: Number(new URL(url).port), tap });
    const node = await startNode(proxy.via(url), { MIGRATE });
    const ready = await fetch(`${node.url}/health/ready`);
    await node.close();
    await proxy.stop();
    expect([turnedAway, ready.status]).toEqual([2, 200]);
  });

  it('with a database that is not there says so at once', async () => {
    const url = new URL((await freshDatabase()).url);
    url.pathname = '/nowhere';
    await expect(startNode(url.href)).rejects.toThrow('database "nowhere" does not exist');
  });
});
