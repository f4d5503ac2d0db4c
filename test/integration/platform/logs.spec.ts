import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type ParleyNode, startParleyNode } from '../../../scripts/parts/parley-node.js';
import { tempFolder } from '../../../scripts/parts/temp-folder.js';
import type { ConversationView, TokensView } from '../../../src/contract/index.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { IdentityClient } from '../identity/identity-client.js';
import { Client } from '../realtime/support/client.js';

const SECRET_PASSWORD = 'slender walrus 93 kites';
const WRONG_PASSWORD = 'wrong walrus 94 kites';
const TEXT = 'a text that nobody but its readers sees';

let node: ParleyNode;
let database: pg.Client;
beforeAll(async () => {
  const built = await fetch(`${inject('partsUrl')}/build`);
  if (!built.ok) throw new Error(await built.text());
  const { url } = await freshDatabase();
  database = new pg.Client({ connectionString: url });
  await database.connect();
  const settings = { DATABASE_URL: url, LOG_LEVEL: 'trace', SIGN_INS_PER_MINUTE: '1000' };
  node = await startParleyNode({ name: 'loud', dir: tempFolder('logs'), settings });
}, 300_000);
afterAll(async () => {
  await node?.stop();
  await database?.end();
});

it('A22 D20 R11 a token in a URL is refused; no token, password or text is ever logged or stored, and each log line is one object', async () => {
  const rest = new IdentityClient(node.url);
  const first = await rest.account('secretive', SECRET_PASSWORD);
  const second = (await rest.login('secretive', SECRET_PASSWORD, { device: 'x\u001b[31m\r\n{"level":60}' })).body;
  const third = (await rest.refresh(second.refreshToken)).body;
  const all: TokensView[] = [first, second, third];
  const tokens = all.flatMap((t) => [t.accessToken, t.refreshToken]);
  await rest.login('secretive', WRONG_PASSWORD);
  await rest.call('POST', '/v1/auth/password', {
    token: third.accessToken,
    body: { currentPassword: WRONG_PASSWORD, newPassword: SECRET_PASSWORD },
  });
  for (const token of tokens) {
    for (const name of ['token', 'access_token', 'auth']) {
      const inUrl = await fetch(`${node.url}/v1/users/me?${name}=${token}`);
      expect(inUrl.status).toBe(401);
      const socket = await Client.connect(`${node.url}?${name}=${token}`, undefined).catch(
        (error: Error & { data: { status: number } }) => error.data.status,
      );
      expect(socket).toBe(401);
    }
    await rest.call('POST', '/v1/auth/refresh', { body: { refreshToken: `${token!.slice(0, 150)}x` } });
  }
  const token = third.accessToken;
  const group = (
    await rest.call<ConversationView>('POST', '/v1/conversations', { token, body: { kind: 'group', title: 'Tea' } })
  ).body;
  const messages = `/v1/conversations/${group.id}/messages`;
  await rest.call('POST', messages, { token, body: { clientMessageId: newId(), body: TEXT } });
  await rest.call('POST', messages, {
    token,
    body: { clientMessageId: newId(), body: [TEXT], extra: SECRET_PASSWORD },
  });
  const client = await Client.connect(node.url, token);
  await client.ask('message.send', { conversationId: group.id, clientMessageId: 'x', body: TEXT });
  await client.ask('auth.refresh', { token: `${second.accessToken}x` });
  client.close();
  const headers = { 'user-agent': 'a\u009b31m"}\t{"level":60', cookie: `token=${token}` };
  await rest.call('GET', '/v1/users/me', { token: `${token}x`, headers });
  await rest.call('POST', '/v1/auth/logout', { token });
  await node.stop();

  const log = readFileSync(node.logFile, 'utf8');
  const lines = log.split('\n').filter(Boolean);
  expect(lines.length).toBeGreaterThan(20);
  for (const line of lines) expect(Object.keys(JSON.parse(line) as object), line).toContain('level');
  // oxlint-disable-next-line no-control-regex
  expect(log).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  // Halves of a token are as bad: the signature of the one, the secret of the other.
  const secrets = [...tokens.flatMap((t) => t!.match(/[\w-]{40,}/g) ?? []), SECRET_PASSWORD, WRONG_PASSWORD];
  for (const secret of [...secrets, TEXT]) expect(log.includes(secret), secret).toBe(false);

  const tables = await database.query<{
    name: string;
  }>(`SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname = 'public'`);
  for (const { name } of tables.rows) {
    const { rows } = await database.query<{ all: string | null }>(
      `SELECT string_agg(t::text, E'\\n') AS all FROM ${name} t`,
    );
    for (const secret of secrets) expect((rows[0]?.all ?? '').includes(secret), `${name}: ${secret}`).toBe(false);
  }
}, 60_000);
