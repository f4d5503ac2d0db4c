import pg from 'pg';
import { randomBytes } from 'node:crypto';
import { patiently } from '../../scripts/replay/patience.js';
import { type ResumeResult } from '../../sdk/index.js';
import { Api } from '../../sdk/rest/api.js';
import { Http } from '../../sdk/rest/http.js';
import type { Marks } from './history/index.js';
import { alwaysSeen } from './proof.js';
import type { Ground, RunOptions } from './run.js';

/** How long a revoked session may still be taken (SECURITY.md); how long a ghost may be seen online (guarantees.md). */
const REVOKE_MS = 5_000;
const PRESENCE_MS = 35_000;
/** What a node of ours may use: its heap is limited, buffers and code come on top. */
const RSS_BYTES = 1_000_000_000;
const REQUEST_MS = 10_000;

export async function runMark(
  { seed, replay, sends, faults }: RunOptions,
  { cluster, databaseUrl, places: { nodes } }: Ground,
  epoch: string,
): Promise<Marks['run']> {
  const http = new Http({
    urls: [nodes[0]!.url],
    token: () => Promise.reject(new Error('not signed in')),
    timeoutMs: REQUEST_MS,
  });
  const { version, timings } = await new Api(http).server();
  const reach = { nodes: nodes.length, database: databaseUrl !== null, own: cluster !== null };
  return {
    ...{ seed, version, epoch, replay },
    startedAt: new Date().toISOString(),
    nodes: nodes.map(({ name }) => name),
    asked: {
      // A run by the clock alone takes what comes; without any ack it has nothing to look at.
      sends: sends === Infinity ? 0 : sends,
      seen: alwaysSeen({ ...reach, faults: faults.map(({ id }) => id) }),
    },
    limits: {
      ...{ revokeMs: REVOKE_MS, presenceMs: PRESENCE_MS, typingMs: timings['typingExpiresMs']! },
      ...(cluster ? { rssBytes: RSS_BYTES } : {}),
    },
  };
}

/** The database history that all numbers of the run belong to. */
export async function epochOf({ databaseUrl, places }: Ground): Promise<string> {
  if (!databaseUrl) return epochFrom(places.nodes[0]!.url);
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    return (await client.query<{ epoch: string }>('SELECT epoch FROM deployment')).rows[0]!.epoch;
  } finally {
    await client.end();
  }
}

/** Without a look into the database a user has to ask; this one does nothing else. */
async function epochFrom(url: string): Promise<string> {
  let token = '';
  const api = new Api(new Http({ urls: [url], token: async () => token, timeoutMs: REQUEST_MS }));
  const username = `c-${randomBytes(6).toString('hex')}`;
  const password = randomBytes(12).toString('base64url');
  // Whether anybody is there at all is not a matter of patience.
  await api.server();
  ({ accessToken: token } = await patiently(() => api.auth.register({ username, password })));
  const body = { epoch: null, userSeq: 0, conversations: {} };
  return (await api.http.request<ResumeResult>('POST', '/v1/sync', { body })).epoch;
}
