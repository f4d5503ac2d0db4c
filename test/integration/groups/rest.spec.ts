import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AppModule } from '../../../src/app.module.js';
import {
  type ConversationView,
  LIMITS,
  type MemberView,
  type Page,
  type Problem,
} from '../../../src/contract/index.js';
import { AccessTokens } from '../../../src/platform/auth/index.js';
import { Config } from '../../../src/platform/config/index.js';
import { Database } from '../../../src/platform/database/index.js';
import { Journal } from '../../../src/platform/journal/index.js';
import { createHttpApp, openApiDocument } from '../../../src/platform/http/index.js';
import { configureLog } from '../../../src/platform/observability/index.js';
import { newId } from '../../../src/shared/ids.js';
import { seedAccounts } from '../../support/accounts.js';
import { freshDatabase } from '../../support/database.js';
import { describeWith } from '../../support/parts.js';
import { ownGroups } from './groups-node.js';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
interface Answer<T> {
  status: number;
  body: T;
}

await describeWith('postgres', 'conversations over REST', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    const { url } = await freshDatabase();
    const config = Config.from({ DATABASE_URL: url, METRICS_PORT: '0', ROLES: 'http' });
    configureLog('silent', 'json');
    app = await createHttpApp(AppModule.with(config), config);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app?.close());

  async function as<T = ConversationView>(
    userId: string,
    method: Method,
    path: string,
    payload?: object,
    more: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const { token } = await app.get(AccessTokens).sign({ userId, sessionId: newId(), isAdmin: false });
    const headers = { authorization: `Bearer ${token}`, ...more };
    const answer = await app.inject({
      method,
      url: `/v1/conversations${path}`,
      headers,
      ...(payload ? { payload } : {}),
    });
    return { status: answer.statusCode, body: (answer.body ? answer.json() : undefined) as T };
  }
  const group = async (owner: string, ...userIds: string[]) =>
    (await as(owner, 'POST', '', { kind: 'group', title: 'Tea', userIds })).body.id;
  const people = (count: number) => seedAccounts(app.get(Database), app.get(Journal), count);
  const head = async () => {
    const [row] = await app.get(Database).named<{ n: number }>('test-entries', 'SELECT count(*) AS n FROM entries', []);
    return row!.n;
  };

  it('answers 201 for a new direct conversation and 200 for the one there is', async () => {
    const [ann, bob] = (await people(2)) as [string, string];
    const first = await as(ann, 'POST', '', { kind: 'direct', userId: bob });
    const again = await as(bob, 'POST', '', { kind: 'direct', userId: ann });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toMatchObject({ id: first.body.id, kind: 'direct', peerId: ann, memberCount: 2, title: null });
  });

  it('goes through the life of a group', async () => {
    const [owner, ann, bob] = (await people(3)) as [string, string, string];
    const made = await as(owner, 'POST', '', {
      kind: 'group',
      title: 'Tea',
      userIds: [ann],
      historyVisibility: 'shared',
    });
    expect(made).toMatchObject({
      status: 201,
      body: { role: 'owner', historyVisibility: 'shared', headSeq: 1, peerId: null },
    });
    const { id } = made.body;
    expect(await as(owner, 'POST', `/${id}/members`, { userIds: [ann, bob] })).toMatchObject({ status: 200 });
    expect(await as<MemberView>(owner, 'PATCH', `/${id}/members/${ann}`, { role: 'admin' })).toMatchObject({
      status: 200,
      body: { userId: ann, role: 'admin', joinedSeq: 1 },
    });
    expect(await as(ann, 'PATCH', `/${id}`, { title: 'Coffee' })).toMatchObject({
      status: 200,
      body: { title: 'Coffee' },
    });
    expect((await as(bob, 'DELETE', `/${id}/members/me`)).status).toBe(204);
    expect((await as(bob, 'GET', `/${id}`)).status).toBe(404);
    const { body } = await as<Page<MemberView>>(ann, 'GET', `/${id}/members?limit=200`);
    expect(body.items.map((m) => m.userId).sort()).toEqual([owner, ann].sort());
    const list = await as<Page<ConversationView>>(ann, 'GET', '');
    expect(list.body).toEqual({ items: [expect.objectContaining({ id, headSeq: 5, aclVersion: 4, memberCount: 2 })] });
  });

  it('B1 hides a conversation from strangers and ex-members on every route, exactly as an unknown one', async () => {
    const [owner, ex, stranger] = (await people(3)) as [string, string, string];
    const id = await group(owner, ex);
    await as(owner, 'DELETE', `/${id}/members/${ex}`);
    const before = await head();
    const tries: Array<[Method, string, object?]> = [
      ['GET', ''],
      ['PATCH', '', { title: 'Mine' }],
      ['PATCH', '/settings', { favourite: true }],
      ['GET', '/members'],
      ['POST', '/members', { userIds: [stranger, ex] }],
      ['PATCH', `/members/${owner}`, { role: 'member' }],
      ['PATCH', '/members/me', { role: 'owner' }],
      ['DELETE', `/members/${owner}`],
      ['DELETE', '/members/me'],
    ];
    for (const who of [stranger, ex]) {
      for (const [method, path, payload] of tries) {
        const hidden = await as<Problem>(who, method, `/${id}${path}`, payload);
        const unknown = await as<Problem>(who, method, `/${newId()}${path}`, payload);
        const { requestId: _a, ...told } = hidden.body;
        const { requestId: _b, ...expected } = unknown.body;
        expect([hidden.status, told], `${method} ${path}`).toEqual([404, expected]);
        expect(told.code).toBe('groups.not_found');
      }
    }
    expect(await head()).toBe(before);
  });

  it('refuses bad input with the stable code and stores nothing', async () => {
    const [owner, ann] = (await people(2)) as [string, string];
    const id = await group(owner, ann);
    const before = await head();
    const many = Array.from({ length: 201 }, () => newId());
    const bad: Array<[Method, string, unknown]> = [
      ['POST', '', {}],
      ['POST', '', { kind: 'channel', title: 'x' }],
      ['POST', '', { kind: 'direct' }],
      ['POST', '', { kind: 'direct', userId: ann.toUpperCase() }],
      ['POST', '', { kind: 'direct', userId: { $ne: '' } }],
      ['POST', '', { kind: 'direct', userId: ann, title: 'x' }],
      ['POST', '', { kind: 'group', title: 'x', userId: ann }],
      ['POST', '', { kind: 'group', title: ['x'] }],
      ['POST', '', { kind: 'group', title: 'x', userIds: null }],
      ['POST', '', { kind: 'group', title: 'x', userIds: many }],
      ['POST', '', { kind: 'group', title: 'x', historyVisibility: 'world' }],
      ['POST', '', { kind: 'group', title: 'x', ownerId: ann }],
      ['POST', '', { kind: 'group', title: 'x', seq: 7, createdAt: '2000-01-01T00:00:00.000Z' }],
      ['POST', '', { kind: 'group' }],
      ['PATCH', `/${id}`, { title: 5 }],
      ['PATCH', `/${id}`, { title: 'x', role: 'owner' }],
      ['POST', `/${id}/members`, { userIds: [] }],
      ['POST', `/${id}/members`, { userIds: many }],
      ['POST', `/${id}/members`, { userIds: ['x'] }],
      ['POST', `/${id}/members`, { userIds: ann }],
      ['POST', `/${id}/members`, { userIds: [newId()], role: 'owner' }],
      ['PATCH', `/${id}/members/${ann}`, { role: 'king' }],
      ['PATCH', `/${id}/members/nobody`, { role: 'admin' }],
      ['DELETE', `/${id}/members/${ann}x`, undefined],
      ['GET', '/not-an-id', undefined],
      ['GET', `/${id.toUpperCase()}`, undefined],
      ['GET', '?limit=0', undefined],
      ['GET', '?limit=201', undefined],
      ['GET', '?limit=10abc', undefined],
      ['GET', '?limit=1&limit=9', undefined],
      ['GET', '?cursor=a&cursor=b', undefined],
      ['GET', '?sort=title', undefined],
    ];
    for (const [method, path, payload] of bad) {
      const answer = await as<Problem>(owner, method, path, payload as object);
      expect([answer.status, answer.body.code], `${method} ${path} ${JSON.stringify(payload)?.slice(0, 80)}`).toEqual([
        400,
        'platform.validation',
      ]);
    }
    for (const title of ['', ' ', 'a\u0000', 'x'.repeat(121)])
      expect((await as<Problem>(owner, 'PATCH', `/${id}`, { title })).body.code).toBe('groups.invalid_title');
    expect((await as<Problem>(owner, 'GET', '?cursor=abc')).body.code).toBe('groups.invalid_cursor');
    expect(await head()).toBe(before);
  });

  it('B13 B15 lets nobody raise himself, and keeps the last owner', async () => {
    const [owner, admin, ann] = (await people(3)) as [string, string, string];
    const id = await group(owner, admin, ann);
    await as(owner, 'PATCH', `/${id}/members/${admin}`, { role: 'admin' });
    const before = await head();
    const code = async (who: string, method: Method, path: string, payload?: object) => {
      const { status, body } = await as<Problem>(who, method, `/${id}${path}`, payload);
      return `${status} ${body.code}`;
    };
    expect(await code(ann, 'PATCH', '/members/me', { role: 'owner' })).toBe('403 groups.not_allowed');
    expect(await code(admin, 'PATCH', '/members/me', { role: 'owner' })).toBe('403 groups.not_allowed');
    expect(await code(admin, 'DELETE', `/members/${owner}`)).toBe('403 groups.not_allowed');
    expect(await code(ann, 'POST', '/members', { userIds: [newId()] })).toBe('403 groups.not_allowed');
    expect(await code(owner, 'DELETE', '/members/me')).toBe('409 groups.last_owner');
    expect(await code(owner, 'PATCH', '/members/me', { role: 'admin' })).toBe('409 groups.last_owner');
    expect(await code(owner, 'DELETE', `/members/${newId()}`)).toBe('404 groups.no_such_member');
    const direct = (await as(ann, 'POST', '', { kind: 'direct', userId: owner })).body.id;
    expect((await as<Problem>(ann, 'POST', `/${direct}/members`, { userIds: [admin] })).body.code).toBe(
      'groups.direct_is_fixed',
    );
    expect(await head()).toBe(before + 1);
  });

  it('R14 refuses a group too many, and repeats the answer about the last one', async () => {
    const most = LIMITS.groupsPerOwner;
    expect((await app.inject('/v1/server')).json()).toMatchObject({ limits: { groupsPerOwner: most } });
    const [owner] = (await people(1)) as [string];
    await ownGroups(app.get(Database), owner, most - 1);
    const make = (key: string) => as(owner, 'POST', '', { kind: 'group', title: 'Tea' }, { 'idempotency-key': key });
    const last = await make('last');
    expect(last.status).toBe(201);
    const before = await head();
    const refused = { status: 409, body: { code: 'groups.too_many_groups', status: 409 } };
    expect(await make('one-too-many')).toMatchObject(refused);
    expect(await make('last')).toEqual(last);
    expect(await head()).toBe(before);
    const { paths } = openApiDocument(app);
    expect(JSON.stringify(paths['/v1/conversations'])).toContain(refused.body.code);
  });

  it('is signed-in only, and every route is documented with its answer', async () => {
    expect((await app.inject({ method: 'GET', url: '/v1/conversations' })).statusCode).toBe(401);
    const { paths } = openApiDocument(app);
    const own = Object.entries(paths).filter(([path]) => path.startsWith('/v1/conversations'));
    const answers = own.flatMap(([, methods]) => Object.values(methods as Record<string, { responses: object }>));
    expect(answers.length).toBeGreaterThanOrEqual(8);
    for (const { responses } of answers) {
      const ok = Object.entries(responses).filter(([status]) => status.startsWith('2'));
      expect(ok.length).toBeGreaterThan(0);
      for (const [status, response] of ok) if (status !== '204') expect(response).toHaveProperty('content');
    }
  });
});
