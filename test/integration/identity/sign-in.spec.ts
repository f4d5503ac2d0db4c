import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningParley } from '../../../src/boot.js';
import { freshDatabase } from '../../support/database.js';
import { startNode } from '../../support/start-node.js';
import { IdentityClient, PASSWORD } from './identity-client.js';

let node: RunningParley;
let client: IdentityClient;

beforeAll(async () => {
  node = await startNode((await freshDatabase()).url);
  client = new IdentityClient(node.url);
});
afterAll(() => node.close());

describe('registering and signing in', () => {
  it('makes the first account the administrator and signs it in', async () => {
    const first = await client.register('first');
    expect(first.status, first.text).toBe(201);
    expect(first.body.user).toMatchObject({ username: 'first', displayName: 'first', isAdmin: true, disabled: false });
    const me = await client.call('GET', '/v1/users/me', { token: first.body.accessToken });
    expect(me.body).toEqual({ ...first.body.user, sessionId: first.body.sessionId });
    const again = await client.login('FIRST', PASSWORD);
    expect(again.status, again.text).toBe(200);
    const next = await client.refresh(again.body.refreshToken);
    expect(next.status, next.text).toBe(200);
  });
});
