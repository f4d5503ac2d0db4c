import { setTimeout as delay } from 'node:timers/promises';
import { Body, Controller, HttpCode, Module, Post, Put } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppModule } from '../../../src/app.module.js';
import type { TokensView } from '../../../src/contract/index.js';
import { Policy } from '../../../src/platform/auth/index.js';
import { Config } from '../../../src/platform/config/index.js';
import { PlatformError } from '../../../src/platform/errors/index.js';
import { OutcomeUnknown } from '../../../src/platform/database/outcome.js';
import { createHttpApp } from '../../../src/platform/http/index.js';
import { OnlyReads, OperationId } from '../../../src/platform/idempotency/index.js';
import { configureLog } from '../../../src/platform/observability/index.js';
import { newId } from '../../../src/shared/ids.js';
import { freshDatabase } from '../../support/database.js';
import { IdentityClient } from '../identity/identity-client.js';

let runs = 0;
let operations: string[] = [];
let release: () => void;
let gate: Promise<void> | undefined;
let fail: Error | undefined;

/** A route whose work can be counted, held and made to fail. */
@Controller('probe')
@Policy('user')
class Probe {
  @Post('made')
  made(@Body() body: object, @OperationId() operation: string): Promise<object> {
    operations.push(operation);
    return work(body);
  }

  @Post('nothing')
  @HttpCode(204)
  async nothing(): Promise<void> {
    await work({});
  }

  @Post('read')
  @OnlyReads()
  read(@Body() body: object): Promise<object> {
    return work(body);
  }

  @Put('made')
  put(@Body() body: object): Promise<object> {
    return work(body);
  }

  @Post('anonymous')
  @Policy('public')
  anonymous(@Body() body: object): Promise<object> {
    return work(body);
  }
}

async function work(body: object): Promise<object> {
  const run = ++runs;
  await gate;
  if (fail) throw fail;
  return { run, body };
}

let app: INestApplication;
let database: pg.Client;
let client: IdentityClient;
let me: TokensView;
let other: TokensView;

beforeAll(async () => {
  const { url } = await freshDatabase();
  const config = Config.from({ DATABASE_URL: url, METRICS_PORT: '0', ROLES: 'http', ARGON2_MEMORY_KIB: '64' });
  configureLog('silent', 'json');
  @Module({ imports: [AppModule.with(config)], controllers: [Probe] })
  class WithProbe {}
  app = await createHttpApp(WithProbe, config);
  await app.listen(0, '127.0.0.1');
  client = new IdentityClient(`http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`);
  database = new pg.Client({ connectionString: url });
  await database.connect();
  [me, other] = [await client.account('idem-me'), await client.account('idem-other')];
});
beforeEach(() => {
  runs = 0;
  operations = [];
  gate = fail = undefined;
});
afterAll(async () => {
  await database.end();
  await app.close();
});

type Made = { run: number; body: object; code: string };
const post = (key: string, body: object = { a: 1 }, path = '/probe/made', token = me.accessToken) =>
  client.call<Made>('POST', path, { token, body, headers: { 'idempotency-key': key } });

describe('Idempotency-Key', () => {
  it('answers a repeat with the first answer, without doing the work again', async () => {
    const key = newId();
    const first = await post(key);
    const again = await post(key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect([first.headers.get('idempotent-replayed'), again.headers.get('idempotent-replayed')]).toEqual([
      null,
      'true',
    ]);
    expect(runs).toBe(1);
  });

  it('repeats an answer without content', async () => {
    const key = newId();
    const answers = [await post(key, {}, '/probe/nothing'), await post(key, {}, '/probe/nothing')];
    expect(answers.map((a) => [a.status, a.text])).toEqual(Array(2).fill([204, '']));
    expect(runs).toBe(1);
  });

  it('refuses another body or another route with 422', async () => {
    const key = newId();
    await post(key);
    for (const answer of [await post(key, { a: 2 }), await post(key, { a: 1 }, '/probe/nothing')]) {
      expect([answer.status, answer.body.code]).toEqual([422, 'platform.idempotency_mismatch']);
    }
    expect(runs).toBe(1);
  });

  it('does the work once of many at once; the others hear 409 while it runs', async () => {
    const key = newId();
    gate = new Promise((resolve) => (release = resolve));
    const first = post(key);
    while (runs === 0) await delay(5);
    const others = await Promise.all(Array.from({ length: 10 }, () => post(key)));
    expect(others.map((a) => [a.status, a.body.code])).toEqual(Array(10).fill([409, 'platform.idempotency_running']));
    expect(others[0]!.headers.get('retry-after')).toBe('1');
    release();
    const { body } = await first;
    expect((await post(key)).body).toEqual(body);
    expect(runs).toBe(1);
  });

  it('keeps nothing of a refusal: the same key may be used for something else', async () => {
    const key = newId();
    fail = new PlatformError('platform.conflict');
    expect((await post(key)).status).toBe(409);
    fail = undefined;
    expect((await post(key, { a: 2 })).status).toBe(201);
    expect(new Set(operations).size).toBe(2);
  });

  it.each([new OutcomeUnknown(new Error('cut')), new Error('unforeseen')])(
    'tries again under the same operation what failed without saying that nothing was done: %s',
    async (error) => {
      const key = newId();
      fail = error;
      expect((await post(key)).status).toBe(error instanceof OutcomeUnknown ? 503 : 500);
      expect((await post(key, { a: 2 })).status).toBe(422);
      fail = undefined;
      const done = await post(key);
      expect(done.status).toBe(201);
      expect((await post(key)).body).toEqual(done.body);
      expect(operations).toEqual(Array(2).fill(operations[0]));
    },
  );

  it('belongs to its user', async () => {
    const key = newId();
    await post(key);
    expect((await post(key, { a: 2 }, '/probe/made', other.accessToken)).body).toEqual({ run: 2, body: { a: 2 } });
  });

  it('has no effect on other methods and for strangers, whose answers are never kept', async () => {
    const headers = { 'idempotency-key': newId() };
    for (let i = 0; i < 2; i++) await client.call('PUT', '/probe/made', { token: me.accessToken, body: {}, headers });
    for (let i = 0; i < 2; i++) await client.call('POST', '/probe/anonymous', { body: {}, headers });
    expect(runs).toBe(4);
    const { rows } = await database.query('SELECT count(*)::int AS n FROM idempotency_keys WHERE key = $1', [
      headers['idempotency-key'],
    ]);
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('has no effect on what only reads: its answer may be large, and is had again by asking again', async () => {
    const key = newId();
    for (const run of [1, 2]) expect((await post(key, {}, '/probe/read')).body).toEqual({ run, body: {} });
    for (const [path, body] of [
      ['/v1/sync', { epoch: null, userSeq: 0, conversations: {} }],
      ['/v1/users/lookup', { ids: [newId()] }],
    ] as const)
      expect([(await post(key, body, path)).status, path]).toEqual([200, path]);
    const { rows } = await database.query('SELECT count(*)::int AS n FROM idempotency_keys WHERE key = $1', [key]);
    expect(rows).toEqual([{ n: 0 }]);
    expect((await post('a b', {}, '/probe/read')).status).toBe(400);
  });

  it('is forgotten after 24 h, and after a minute where the first never answered', async () => {
    const [old, abandoned] = [newId(), newId()];
    await post(old);
    await database.query(
      `UPDATE idempotency_keys SET created_at = created_at - interval '24 hours 1 second' WHERE key = $1`,
      [old],
    );
    expect((await post(old, { a: 2 })).status).toBe(201);

    await post(abandoned);
    await database.query(`UPDATE idempotency_keys SET status = NULL, body = NULL WHERE key = $1`, [abandoned]);
    expect((await post(abandoned)).status).toBe(409);
    await database.query(`UPDATE idempotency_keys SET claimed_at = claimed_at - interval '61 seconds' WHERE key = $1`, [
      abandoned,
    ]);
    expect((await post(abandoned, { a: 2 })).status).toBe(422);
    expect((await post(abandoned)).status).toBe(201);
  });

  it.each(['', ' ', 'a b', 'ü', 'x'.repeat(129)])('refuses %j as a key', async (key) => {
    const answer = await post(Buffer.from(key).toString('latin1'));
    expect([answer.status, answer.body.code]).toEqual([400, 'platform.validation']);
    expect(runs).toBe(0);
  });
});
