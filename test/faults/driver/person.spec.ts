import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { HistoryWriter } from '../history/index.js';
import { Person } from './person.js';
import { Random } from './random.js';
import { Recorder } from './recorder.js';

let server: Server;
afterEach(() => void server.close());

/** A deployment that says these, one after the other. */
async function deployment(...refusals: Array<{ code: string; status: number; retryAfterMs?: number }>) {
  server = createServer((_request, response) => {
    const refusal = refusals.shift()!;
    response.writeHead(refusal.status).end(JSON.stringify({ title: refusal.code, ...refusal }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('waits where a limit keeps it from signing up, and says what a deployment that refuses it needs', async () => {
  const refusals = [
    { code: 'platform.rate_limited', status: 429, retryAfterMs: 50 },
    { code: 'identity.registration_closed', status: 403 },
  ];
  const url = await deployment(...refusals);
  const writer = { call: () => 1, write: () => undefined } as unknown as HistoryWriter;
  const person = new Person({
    ...{ name: 'u3', seed: 'a', devices: 1, random: new Random('a'), recorder: new Recorder(writer) },
    places: { fronts: [url], nodes: [{ name: 'node-1', url }] },
  });
  try {
    await expect(person.begin()).rejects.toThrow(
      /^u3\/a could not sign in: identity\.registration_closed\. .*REGISTRATION=open.*SIGN_INS_PER_MINUTE/u,
    );
  } finally {
    person.close();
  }
});
