import type { AddressInfo } from 'node:net';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { AccessTokens, AuthModule } from '../../../../src/platform/auth/index.js';
import { Config, ConfigModule } from '../../../../src/platform/config/index.js';
import { Database, DatabaseModule } from '../../../../src/platform/database/index.js';
import { type AppendLane, Journal, JournalModule } from '../../../../src/platform/journal/index.js';
import {
  type Bus,
  Bus as BusToken,
  DEFAULT_TIMINGS,
  ParleyIoAdapter,
  Realtime,
  REALTIME_TIMINGS,
  RealtimeModule,
  type RealtimeTimings,
} from '../../../../src/platform/realtime/index.js';
import { RateLimitModule } from '../../../../src/platform/rate-limit/index.js';
import { HealthModule } from '../../../../src/platform/health/index.js';
import { ObservabilityModule } from '../../../../src/platform/observability/index.js';
import { RedisModule } from '../../../../src/platform/redis/index.js';
import { newId } from '../../../../src/shared/ids.js';
import { notTheProduct } from '../../../support/wire-violations.js';
import { TableAudience } from './audience.js';
import { TestGateway } from './gateway.js';

export interface NodeOptions {
  databaseUrl: string;
  redisUrl?: string;
  prefix?: string;
  /** In place of the configured one. */
  bus?: Bus;
  timings?: Partial<RealtimeTimings>;
  settings?: Record<string, string>;
}

export interface TestNode {
  app: NestFastifyApplication;
  url: string;
  audience: TableAudience;
  realtime: Realtime;
  journal: Journal;
  token(userId: string, options?: { sessionId?: string; isAdmin?: boolean }): Promise<string>;
  /** Appends a message entry through the group commit and answers its number. */
  append(streamId: string, actorId: string, text: string): Promise<number>;
  /** Writes `groups.joined.v1` into the user's own log. */
  noteJoined(userId: string, conversationId: string, conversationSeq: number): Promise<void>;
  close(): Promise<void>;
}

/** A real node without the product's modules: HTTP server, sockets, journal, tokens, and a gateway of the test's. */
export async function startNode(options: NodeOptions): Promise<TestNode> {
  const config = Config.from({
    DATABASE_URL: options.databaseUrl,
    REDIS_URL: options.redisUrl,
    REDIS_PREFIX: options.prefix,
    DRAIN_MS: '100',
    METRICS_PORT: '0',
    ...options.settings,
  });
  let building = Test.createTestingModule({
    imports: [
      ConfigModule.with(config),
      ObservabilityModule,
      HealthModule,
      DatabaseModule,
      JournalModule,
      AuthModule,
      RateLimitModule,
      RedisModule,
      RealtimeModule,
    ],
    providers: [TestGateway],
  })
    .overrideProvider(REALTIME_TIMINGS)
    .useValue({ ...DEFAULT_TIMINGS, ...options.timings });
  if (options.bus) building = building.overrideProvider(BusToken).useValue(options.bus);
  const app = (await building.compile()).createNestApplication<NestFastifyApplication>(
    new FastifyAdapter({ forceCloseConnections: true }),
  );
  app.useWebSocketAdapter(new ParleyIoAdapter(app));
  const database = app.get(Database);
  await TableAudience.createTable(database);
  const journal = app.get(Journal);
  const realtime = app.get(Realtime);
  const audience = new TableAudience(database, journal, realtime);
  realtime.useAudience(audience);
  app.get(TestGateway).audience = audience;
  await app.listen(0, '127.0.0.1');
  const lane: AppendLane = journal.lane(null);
  const { port } = app.getHttpServer().address() as AddressInfo;
  // The test gateway answers with what a test wants to see, under the contract's names.
  notTheProduct(`http://127.0.0.1:${port}`);
  return {
    app,
    url: `http://127.0.0.1:${port}`,
    audience,
    realtime,
    journal,
    token: async (userId, { sessionId = newId(), isAdmin = false } = {}) =>
      (await app.get(AccessTokens).sign({ userId, sessionId, isAdmin })).token,
    append: async (streamId, actorId, text) => {
      const result = await lane.append({
        kind: 'conversation',
        streamId,
        type: 'messaging.message-sent.v1',
        actorId,
        payload: { body: text },
        aclVersion: null,
      });
      if (result.status !== 'appended') throw new Error(`not appended: ${result.status}`);
      return result.entry.seq;
    },
    noteJoined: async (userId, conversationId, conversationSeq) => {
      await lane.append({
        kind: 'user',
        streamId: userId,
        type: 'groups.joined.v1',
        actorId: userId,
        payload: { conversationId, conversationSeq },
        aclVersion: null,
      });
    },
    close: () => app.close(),
  };
}
