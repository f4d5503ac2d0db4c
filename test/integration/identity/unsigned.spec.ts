import { generateKeyPairSync } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient, refused } from './identity-client.js';

let database: pg.Client;
let nodes: RunningParley[];
let sound: IdentityClient;
/** Started with a key that ES256 cannot sign with. */
let broken: IdentityClient;

beforeAll(async () => {
  const { url } = await freshDatabase();
  database = new pg.Client({ connectionString: url });
  await database.connect();
  nodes = [await startNode(url)];
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const values = ['wrong', JSON.stringify(privateKey.export({ format: 'jwk' }))];
  await database.query('INSERT INTO signing_keys (kid, private_jwk) VALUES ($1, $2)', values);
  nodes.push(await startNode(url));
  [sound, broken] = nodes.map((node) => new IdentityClient(node.url)) as [IdentityClient, IdentityClient];
});
afterAll(async () => {
  await database.end();
  await Promise.all(nodes.map((node) => node.close()));
});

const FAILED = [500, 'platform.internal'];

describe('whoever cannot be given his tokens', () => {
  it('has no account: the name is free', async () => {
    expect(await refused(broken.register('unsigned'))).toEqual(FAILED);
    expect((await sound.register('unsigned')).status).toBe(201);
  });

  it('has not begun a session', async () => {
    const { user } = await sound.account('unsigned-again');
    expect(await refused(broken.login('unsigned-again'))).toEqual(FAILED);
    const sessions = await database.query('SELECT id FROM sessions WHERE account_id = $1', [user.id]);
    expect(sessions.rowCount).toBe(1);
  });

  it('keeps his refresh token, for as long as he has no other', async () => {
    const { refreshToken, sessionId } = await sound.account('unsigned-refresh');
    expect(await refused(broken.refresh(refreshToken))).toEqual(FAILED);
    // Beyond the time in which a replaced token is answered again.
    await database.query(`UPDATE sessions SET rotated_at = rotated_at - interval '11 s' WHERE id = $1`, [sessionId]);
    expect((await sound.refresh(refreshToken)).status).toBe(200);
  });
});
