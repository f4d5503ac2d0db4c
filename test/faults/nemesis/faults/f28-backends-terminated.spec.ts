import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Postgres, startPostgres } from '../../../../scripts/parts/postgres.js';
import { tempFolder } from '../../../../scripts/parts/temp-folder.js';
import { describeWith } from '../../../support/parts.js';
import type { OwnScene } from '../fault.js';
import { f28 } from './f28-backends-terminated.js';

await describeWith('postgres', 'F28', () => {
  let postgres: Postgres;
  // One of its own: it terminates whoever is connected.
  beforeAll(async () => void (postgres = await startPostgres({ dir: tempFolder('f28') })));
  afterAll(() => postgres?.stop());

  /** How often it bit one session by this name. */
  async function bites(name?: string): Promise<number> {
    const session = new pg.Client({ connectionString: postgres.url, application_name: name });
    session.on('error', () => undefined);
    await session.connect();
    const { bit, heal } = await f28.inject({ cluster: { databaseUrl: postgres.url } } as OwnScene);
    const times = await bit();
    await heal();
    await session.end();
    return times;
  }

  it('counts the connections of nodes that it terminated', async () => {
    expect(await bites('parley-hot')).toBe(1);
  });

  it('has not bitten where nobody but the checker was connected', async () => {
    expect(await bites()).toBe(0);
  });
});
