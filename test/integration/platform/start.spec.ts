import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { startNode } from '../../support/start-node.js';

await describeWith('postgres', 'a node that is started', () => {
  let door: Server | undefined;
  afterEach(() => door?.close());

  it.each(['never', 'always'])('before its database answers waits for it (MIGRATE=%s)', async (MIGRATE) => {
    const url = new URL((await freshDatabase()).url);
    const target = Number(url.port);
    let turnedAway = 0;
    door = createServer((client) => {
      if (turnedAway < 2) {
        turnedAway += 1;
        client.destroy();
        return;
      }
      const database = connect(target, '127.0.0.1');
      client.pipe(database).pipe(client);
      for (const [end, other] of [
        [client, database],
        [database, client],
      ] as const) {
        end.on('error', () => other.destroy());
      }
    });
    await once(door.listen(0, '127.0.0.1'), 'listening');
    url.port = String((door.address() as AddressInfo).port);

    const node = await startNode(url.href, { MIGRATE });
    const ready = await fetch(`${node.url}/health/ready`);
    await node.close();
    expect([turnedAway, ready.status]).toEqual([2, 200]);
  });

  it('with a database that is not there says so at once', async () => {
    const url = new URL((await freshDatabase()).url);
    url.pathname = '/nowhere';
    await expect(startNode(url.href)).rejects.toThrow('database "nowhere" does not exist');
  });
});
