import type { AddressInfo } from 'node:net';
import { AppModule } from './app.module.js';
import type { Config } from './platform/config/index.js';
import { migrate } from './platform/database/index.js';
import { startEmbeddedPostgres } from './platform/database/embedded/index.js';
import { createHttpApp, giveUpLateRequests } from './platform/http/index.js';
import { configureLog, log } from './platform/observability/index.js';
import { connectReactions } from './platform/transport/index.js';

export interface RunningParley {
  /** Where it listens. */
  url: string;
  close(): Promise<void>;
}

/** Starts one node: the embedded database if none is configured, migrations where they run by themselves, the app. */
export async function boot(given: Config): Promise<RunningParley> {
  configureLog(given.get('LOG_LEVEL'), given.get('LOG_FORMAT'));
  const embedded = given.get('DATABASE_URL')
    ? null
    : await startEmbeddedPostgres({
        dataDir: given.get('DATA_DIR'),
        pool: given.get('DATABASE_POOL'),
        log: (line) => log.info(line),
      });
  const config = embedded ? given.with({ DATABASE_URL: embedded.socketUrl ?? embedded.url }) : given;
  try {
    if (wantsMigrations(config, embedded !== null)) await migrate(config.get('DATABASE_URL')!);
    const app = await createHttpApp(AppModule.with(config), config);
    await connectReactions(app);
    await app.listen(config.get('PORT'), config.get('HOST'));
    const { address, family, port } = app.getHttpServer().address() as AddressInfo;
    return {
      url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
      close: async () => {
        giveUpLateRequests(app, config.get('DRAIN_MS'));
        await app.close();
        await embedded?.stop();
      },
    };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

function wantsMigrations(config: Config, embedded: boolean): boolean {
  return config.get('MIGRATE') === 'always' || (config.get('MIGRATE') === 'auto' && embedded);
}
