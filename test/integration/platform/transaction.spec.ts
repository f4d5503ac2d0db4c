import { afterAll, beforeAll, expect, it } from 'vitest';
import { FaultProxy } from '../../faults/proxy/fault-proxy.js';
import { freshDatabase } from '../../support/database.js';
import { openDatabase } from '../../support/open-database.js';
import { describeWith } from '../../support/parts.js';

await describeWith('postgres', 'a transaction whose connection stops answering', () => {
  let proxy: FaultProxy;
  let node: Awaited<ReturnType<typeof openDatabase>>;
  let beside: Awaited<ReturnType<typeof openDatabase>>;

  beforeAll(async () => {
    const { url } = await freshDatabase();
    proxy = await FaultProxy.start({ target: Number(new URL(url).port) });
    const via = new URL(url);
    via.port = String(proxy.port);
    node = await openDatabase(via.href);
    beside = await openDatabase(url);
    await beside.database.manager.query('CREATE TABLE notes (text text)');
  });
  afterAll(async () => {
    await node.close();
    await beside.close();
    await proxy.stop();
  });

  it('is never committed by the next one that the pool gives its connection to', async () => {
    const { database } = node;
    const failed = database.transaction(async (tx) => {
      await tx.query(`INSERT INTO notes VALUES ('rolled back')`);
      proxy.impair({ down: { stalled: true } });
      await tx.query('SELECT 1');
    });
    await expect(failed).rejects.toThrow('timeout');
    proxy.heal();
    await database.transaction((tx) => tx.query(`INSERT INTO notes VALUES ('committed')`));
    expect(await beside.database.manager.query('SELECT text FROM notes')).toEqual([{ text: 'committed' }]);
  });
});
