import { Controller, Get, Injectable, type INestApplication, Module } from '@nestjs/common';
import { SubscribeMessage } from '@nestjs/websockets';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppModule } from '../../src/app.module.js';
import type { TokensView } from '../../src/contract/index.js';
import { Policy } from '../../src/platform/auth/index.js';
import { Config } from '../../src/platform/config/index.js';
import { createHttpApp } from '../../src/platform/http/index.js';
import { configureLog } from '../../src/platform/observability/index.js';
import { newId } from '../../src/shared/ids.js';
import { IdentityClient } from '../integration/identity/identity-client.js';
import { freshDatabase } from '../support/database.js';
import { type Door, doorsOf } from '../support/doors.js';

/** Reviewed: what anybody on the network may call. */
const PUBLIC = [
  'GET /.well-known/jwks.json',
  'GET /health/live',
  'GET /health/ready',
  'GET /v1/auth',
  'GET /v1/server',
  'POST /v1/auth/login',
  'POST /v1/auth/refresh',
  'POST /v1/auth/register',
];

/** Two planted violations, to know that the walk and the guard see one. */
@Controller('planted')
class Planted {
  @Get('open')
  open(): string {
    return 'came in';
  }

  @Get('admins')
  @Policy('admin')
  admins(): object {
    return { came: 'in' };
  }
}

@Injectable()
class PlantedGateway {
  @SubscribeMessage('planted.event')
  handle(): void {}
}

let app: INestApplication;
let client: IdentityClient;
let doors: Door[];
let user: TokensView;
let admin: TokensView;

beforeAll(async () => {
  const { url } = await freshDatabase();
  const config = Config.from({
    DATABASE_URL: url,
    PORT: '0',
    METRICS_PORT: '0',
    LOG_LEVEL: 'silent',
    ROLES: 'http',
    ARGON2_MEMORY_KIB: '64',
  });
  configureLog('silent', 'json');
  @Module({ imports: [AppModule.with(config)], controllers: [Planted], providers: [PlantedGateway] })
  class WithPlanted {}
  app = await createHttpApp(WithPlanted, config);
  await app.listen(0, '127.0.0.1');
  client = new IdentityClient(`http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`);
  doors = doorsOf(app);
  admin = await client.account('policy-admin');
  user = await client.account('policy-user');
});
afterAll(() => app.close());

const routes = () => doors.filter((door) => door.kind === 'route');
const call = (door: Door, token?: string) =>
  client.call(
    door.method,
    door.path.replace(/:\w+/g, () => newId()),
    { token, body: door.method === 'GET' ? undefined : {} },
  );

describe('B22 every door', () => {
  it('says who may come in; only the planted ones do not', () => {
    expect(
      doors
        .filter((door) => door.policy === undefined)
        .map((door) => door.name)
        .sort(),
    ).toEqual(['Planted.open', 'PlantedGateway.handle']);
    expect(routes().length).toBeGreaterThan(20);
    expect(doors.map((door) => door.path)).toContain('auth.refresh');
  });

  it('is open to everybody only where that was reviewed', () => {
    const open = routes()
      .filter((door) => door.policy === 'public')
      .map((door) => `${door.method} ${door.path}`);
    expect(open.sort()).toEqual(PUBLIC);
    expect(doors.filter((door) => door.kind === 'event' && door.policy === 'public')).toEqual([]);
  });

  it('refuses a route without a policy, whoever asks', async () => {
    const door = doors.find((d) => d.name === 'Planted.open')!;
    for (const token of [undefined, user.accessToken, admin.accessToken]) {
      const answer = await call(door, token);
      expect([answer.status, answer.body.code]).toEqual([403, 'platform.forbidden']);
    }
  });

  it('refuses strangers with 401 before it looks at anything else', async () => {
    for (const door of routes().filter((d) => d.policy === 'user' || d.policy === 'admin')) {
      const answer = await call(door);
      expect([answer.status, answer.body.code], door.name).toEqual([401, 'platform.unauthenticated']);
      expect(answer.headers.get('ratelimit'), door.name).toMatch(/^"request";r=\d+;t=\d+$/);
    }
  });

  it('of the administrator refuses users', async () => {
    const theirs = routes().filter((d) => d.policy === 'admin');
    expect(theirs.length).toBeGreaterThan(2);
    for (const door of theirs) {
      const answer = await call(door, user.accessToken);
      expect([answer.status, answer.body.code], door.name).toEqual([403, 'platform.forbidden']);
    }
    const planted = doors.find((d) => d.name === 'Planted.admins')!;
    expect((await call(planted, admin.accessToken)).status).toBe(200);
  });
});
