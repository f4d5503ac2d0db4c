import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import pg from 'pg';
import { type Kafka, startKafka } from '../../../scripts/parts/kafka.js';
import { startParleyNode } from '../../../scripts/parts/parley-node.js';
import { required } from '../../../scripts/parts/part.js';
import { tempFolder } from '../../../scripts/parts/temp-folder.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { closeAll, idOf, person, soon } from './people.js';

const ACCOUNT = { username: 'parley', password: 'seven calm herons' };

await describeWith(['postgres', 'kafka'], 'a Kafka with TLS that asks who comes', () => {
  let kafka: Kafka;
  let dir: string;
  beforeAll(async () => {
    const built = await fetch(`${inject('partsUrl')}/build`);
    if (!built.ok) throw new Error(await built.text());
    dir = tempFolder('guarded');
    kafka = required(await startKafka({ dir, account: ACCOUNT }));
  }, 120_000);
  afterEach(closeAll);
  afterAll(() => kafka?.stop());

  /** A node of its own, in a process of its own: which certificates to trust is read when Node starts. */
  async function node(name: string, settings: Record<string, string>) {
    const { url: DATABASE_URL } = await freshDatabase();
    const started = await startParleyNode({
      name,
      dir,
      settings: {
        DATABASE_URL,
        KAFKA_BROKERS: kafka.guarded!.brokers,
        KAFKA_PREFIX: name,
        KAFKA_PARTITIONS: '2',
        KAFKA_TLS: 'true',
        KAFKA_USERNAME: ACCOUNT.username,
        KAFKA_PASSWORD: ACCOUNT.password,
        NODE_EXTRA_CA_CERTS: kafka.guarded!.certificate,
        ...settings,
      },
    });
    const database = new pg.Pool({ connectionString: DATABASE_URL, max: 1 });
    const waiting = async () => (await database.query('SELECT 1 FROM outbox')).rowCount;
    return { ...started, waiting, end: () => Promise.all([started.stop(), database.end()]) };
  }

  it('carries every entry of who signs in', async () => {
    const parley = await node('signed-in', { KAFKA_SASL: 'scram-sha-512' });
    const [ann, bob] = [await person(parley.url, 'ann'), await person(parley.url, 'bob')];
    const { id } = await ann.api.conversations.direct(idOf(bob));
    await bob.notifications.open();
    ann.timeline(id).send('Through the guarded door.');
    // The notification is made by a consumer: the message went through Kafka and back.
    await soon(() => expect(bob.notifications.get().unread).toBe(1), 30_000);
    await soon(async () => expect(await parley.waiting()).toBe(0));
    expect((await ann.api.admin.health()).kafka).toBe('up');
    await parley.end();
  });

  it.each([
    ['password', { KAFKA_SASL: 'scram-sha-512', KAFKA_PASSWORD: 'not this one' }],
    ['certificate', { KAFKA_SASL: 'plain', NODE_EXTRA_CA_CERTS: '' }],
  ])('keeps everything, and says that Kafka is down, with the wrong %s', async (what, settings) => {
    const parley = await node(`wrong-${what}`, settings);
    const [ann, bob] = [await person(parley.url, 'ann'), await person(parley.url, 'bob')];
    const { id } = await ann.api.conversations.direct(idOf(bob));
    ann.timeline(id).send('Not yet.');
    await soon(() => expect(bob.conversations.get()[0]?.unread.messages).toBe(1));
    expect((await ann.api.admin.health()).kafka).toBe('down');
    expect(await parley.waiting()).toBeGreaterThan(0);
    await parley.end();
  });
});
