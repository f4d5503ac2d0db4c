import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../../../src/shared/ids.js';
import { freshDatabase } from '../../../support/database.js';
import { describeWith } from '../../../support/parts.js';
import { Random } from '../../driver/random.js';
import { NEWER_TYPES } from '../../newer/types.js';
import type { OwnScene } from '../fault.js';
import { f10 } from './f10-newer-build-beside.js';

await describeWith('postgres', 'F10', () => {
  let client: pg.Client;
  let scene: OwnScene;

  beforeAll(async () => {
    const { url: databaseUrl } = await freshDatabase();
    client = new pg.Client(databaseUrl);
    await client.connect();
    const cluster = { databaseUrl, deploy: async () => undefined, stack: { nodes: [{}, {}] } };
    scene = { cluster, random: new Random('f10') } as unknown as OwnScene;
  });
  afterAll(() => client?.end());

  const write = (type: string) =>
    client.query(
      `INSERT INTO entries (shard, stream_id, seq, event_id, type, actor_id, acl_version, payload, occurred_at)
        VALUES (0, $1, 1, $2, $3, $1, 0, '{}', now())`,
      [newId(), newId(), type],
    );

  it('counts what the newer build has written since it came, of every kind that only it writes', async () => {
    for (const _turn of ['the first time', 'once more']) {
      const { bit } = await f10.inject(scene);
      expect(await bit()).toBe(0);
      await write(NEWER_TYPES.user);
      expect(await bit()).toBe(0);
      await write(NEWER_TYPES.conversation);
      expect(await bit()).toBe(2);
    }
  });
});
