import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Tx } from '../../../src/platform/database/index.js';
import { JournalReader } from '../../../src/platform/journal/index.js';
import { deliveryOf, type Pulse } from '../../../src/platform/transport/delivery.js';
import type { Consumer, ReactionHandler } from '../../../src/platform/transport/reaction.js';
import { ReactionRunner } from '../../../src/platform/transport/reaction-runner.js';
import type { EventEnvelope } from '../../../src/shared/event-envelope.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { openDatabase } from '../../support/open-database.js';
import { describeWith } from '../../support/parts.js';

const TYPE = 'messaging.message-sent.v1';

await describeWith('postgres', 'two members of a consumer group that have the same entry for a moment', () => {
  let node: Awaited<ReturnType<typeof openDatabase>>;
  beforeAll(async () => {
    node = await openDatabase((await freshDatabase()).url);
    await node.database.hot.query('CREATE TABLE effects (seq bigint PRIMARY KEY)');
  });
  afterAll(() => node.close());

  it('make its effect once, and the later one does not take the rows that are there for a failure', async () => {
    const { database, config } = node;
    const insert = async (envelopes: readonly EventEnvelope[], tx: Tx) => {
      for (const { sequence } of envelopes) await tx.query('INSERT INTO effects VALUES ($1)', [Number(sequence)]);
    };
    const effect: ReactionHandler = Object.assign(insert, { together: true });
    const consumer: Consumer = { name: 'test.effects', on: new Map([[TYPE, effect]]) };
    const streamId = newId();
    const entry = (seq: number) =>
      deliveryOf(() => ({ sequence: String(seq) }) as EventEnvelope, TYPE, streamId, seq, {});
    const pulse: Pulse = {
      wait: () => Promise.reject(new Error('it would be tried again')),
      beat: () => Promise.resolve(),
    };
    const member = () => new ReactionRunner(database, new JournalReader(database), config);
    const [one, other] = [member(), member()];
    await one.deliver(consumer, entry(1), pulse);
    await other.deliver(consumer, entry(2), pulse);
    await one.deliver(consumer, entry(2), pulse);
    const { rows } = await database.hot.query<{ seq: number }>('SELECT seq FROM effects ORDER BY seq');
    expect(rows.map(({ seq }) => seq)).toEqual([1, 2]);
  });
});
