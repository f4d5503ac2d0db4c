import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../../scripts/parts/until.js';
import { Journal } from '../../../src/platform/journal/index.js';
import { EventPublisher, Relay, type PublishOutcome } from '../../../src/platform/journal/relay/index.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { openDatabase } from '../../support/open-database.js';
import { describeWith } from '../../support/parts.js';

class HangingTransport extends EventPublisher {
  asked = 0;

  publish(): Promise<PublishOutcome> {
    this.asked += 1;
    return new Promise(() => undefined);
  }
}

await describeWith('postgres', 'a relay that is stopped', () => {
  let store: Awaited<ReturnType<typeof openDatabase>>;
  beforeAll(async () => {
    store = await openDatabase((await freshDatabase()).url);
  });
  afterAll(() => store.close());

  it('does not wait for a transport that hangs, and gives nothing back that may still be on its way out', async () => {
    const { database, config } = store;
    const journal = new Journal(database, config);
    const transport = new HangingTransport();
    const relay = new Relay(database, journal, transport, config);
    relay.onApplicationBootstrap();
    const streamId = newId();
    await database.transaction(async (tx) => {
      await journal.open(tx, 'user', streamId);
      const type = 'notifications.read.v1' as const;
      await journal.appendWithin(tx, {
        kind: 'user',
        streamId,
        type,
        actorId: streamId,
        payload: {},
        aclVersion: null,
      });
    });
    await until('the transport is asked', 10_000, () => transport.asked > 0);
    await relay.onModuleDestroy();
    const held = await database.hot.query('SELECT FROM relay_leases WHERE owner IS NOT NULL');
    expect([transport.asked, held.rowCount]).toEqual([1, 64]);
  });
});
