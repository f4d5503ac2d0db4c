import { expect, it, vi } from 'vitest';
import { createClient, MemoryStore } from '../../../sdk/index.js';

const user = { id: 'ann', username: 'ann', displayName: 'Ann' };
/** A session whose access token has lapsed, and a server that has ended it. */
const lapsed = { accessToken: 'a', expiresAt: 0, refreshToken: 'r', sessionId: 's', user };
const ended: typeof fetch = () => {
  const problem = { code: 'identity.invalid_refresh_token', status: 401, title: 'Over' };
  return Promise.resolve(Response.json(problem, { status: 401 }));
};
/** Nobody listens there. */
const url = 'http://127.0.0.1:1';
const broken = () => Promise.reject(new Error('disk failed'));

it('is told that the session is over though the store cannot forget it', async () => {
  const store = new MemoryStore();
  await store.set('session', lapsed);
  const client = createClient({ url, store, fetch: ended });
  const told = vi.fn();
  client.on('signedOut', told);
  await client.restore();
  vi.spyOn(store, 'delete').mockImplementation(broken);
  await expect(client.connect()).rejects.toMatchObject({ code: 'client.signed_out' });
  await expect.poll(() => told.mock.calls.length).toBe(1);
  expect(client.user.get()).toBeNull();
});

it('makes the name of the device when the store is back', async () => {
  const store = new MemoryStore();
  await store.set('session', { ...lapsed, expiresAt: Date.now() + 900_000 });
  const client = createClient({ url, store, timings: { reconnectMinMs: 1, reconnectMaxMs: 5 } });
  await client.restore();
  const get = vi.spyOn(store, 'get').mockImplementation(broken);
  const phases = vi.fn();
  client.connection.subscribe(phases);
  client.connect().catch(() => undefined);
  await expect.poll(() => phases.mock.calls.length).toBeGreaterThan(3);
  get.mockRestore();
  await expect.poll(() => store.get('device')).toEqual(expect.any(String));
  client.close();
});
