import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../../../src/app.module.js';
import { AccessTokens } from '../../../src/platform/auth/index.js';
import { Config } from '../../../src/platform/config/index.js';
import { createHttpApp } from '../../../src/platform/http/index.js';
import { configureLog } from '../../../src/platform/observability/index.js';
import { newId } from '../../../src/shared/ids.js';
import { Client } from '../realtime/support/client.js';

export interface PresenceNode {
  app: NestFastifyApplication;
  url: string;
  token(userId: string): Promise<string>;
  /** A signed-in socket that hears its conversations live. */
  connect(userId: string, deviceId?: string): Promise<Client>;
  close(): Promise<void>;
}

export async function startPresenceNode(databaseUrl: string, env: Record<string, string> = {}): Promise<PresenceNode> {
  const config = Config.from({
    DATABASE_URL: databaseUrl,
    METRICS_PORT: '0',
    DRAIN_MS: '0',
    ROLES: 'http,realtime',
    ...env,
  });
  configureLog('silent', 'json');
  const app = await createHttpApp(AppModule.with(config), config);
  await app.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  const token = async (userId: string) =>
    (await app.get(AccessTokens).sign({ userId, sessionId: newId(), isAdmin: false })).token;
  return {
    app,
    url,
    token,
    connect: async (userId, deviceId) => {
      const client = await Client.connect(url, await token(userId), deviceId);
      const ack = await client.ask('sync.resume', { epoch: null, userSeq: 0, conversations: {} });
      if (!ack.ok) throw new Error(`resume refused: ${ack.error.code}`);
      return client;
    },
    close: () => app.close(),
  };
}
