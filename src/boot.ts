import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { Config } from './platform/config/index.js';
import { migrate } from './platform/database/index.js';
import { startEmbeddedPostgres } from './platform/database/embedded/index.js';
import { createHttpApp, giveUpLateRequests } from './platform/http/index.js';
import { configureLog, log } from './platform/observability/index.js';
import { connectReactions } from './platform/transport/index.js';
import { unlessAborted } from './shared/stopping.js';

export interface RunningParley {
  /** Where it listens. */
  url: string;
  close(): Promise<void>;
}

/**
 * Starts one node: the embedded database if none is configured, migrations where they run by themselves, the app.
 *
 * @throws the reason of `stopping` where that comes first. Whatever goes wrong, what was started is closed again.
 */
export async function boot(given: Config, stopping?: AbortSignal): Promise<RunningParley> {
  configureLog(given.get('LOG_LEVEL'), given.get('LOG_FORMAT'));
  const embedded = given.get('DATABASE_URL')
    ? null
    : await startEmbeddedPostgres({
        dataDir: given.get('DATA_DIR'),
        pool: given.get('DATABASE_POOL'),
        log: (line) => log.info(line),
      });
  const config = embedded ? given.with({ DATABASE_URL: embedded.socketUrl ?? embedded.url }) : given;
  let app: NestFastifyApplication | undefined;
  const start = async (): Promise<string> => {
    if (wantsMigrations(config, embedded !== null)) await migrate(config.get('DATABASE_URL')!);
    stopping?.throwIfAborted();
    app = await createHttpApp(AppModule.with(config), config);
    stopping?.throwIfAborted();
    await connectReactions(app);
    await app.listen(config.get('PORT'), config.get('HOST'));
    return addressOf(app);
  };
  const close = async (): Promise<void> => {
    try {
      if (app) giveUpLateRequests(app, config.get('DRAIN_MS'));
      await app?.close();
    } finally {
      await embedded?.stop();
    }
  };
  try {
    // A start may wait for a minute, for a database or for other nodes' migrations: it ends with the process then.
    return { url: await unlessAborted(stopping, start), close };
  } catch (error) {
    await close().catch((err: unknown) => log.error({ err }, 'what had started could not be closed in order'));
    throw error;
  }
}

function wantsMigrations(config: Config, embedded: boolean): boolean {
  return config.get('MIGRATE') === 'always' || (config.get('MIGRATE') === 'auto' && embedded);
}

function addressOf(app: NestFastifyApplication): string {
  const { address, family, port } = app.getHttpServer().address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
