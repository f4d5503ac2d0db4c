import { boot, type RunningParley } from '../../src/boot.js';
import { Config } from '../../src/platform/config/index.js';
import { freshPrefix } from './parts.js';

/** A whole server on loopback, any free port, cheap hashes, quiet. `env` as an operator would write it. */
export function startNode(databaseUrl: string, env: Record<string, string> = {}): Promise<RunningParley> {
  return boot(
    Config.from({
      DATABASE_URL: databaseUrl,
      DATABASE_POOL: '5',
      HOST: '127.0.0.1',
      PORT: '0',
      METRICS_PORT: '0',
      REDIS_PREFIX: freshPrefix(),
      LOG_LEVEL: 'silent',
      ARGON2_MEMORY_KIB: '64',
      ARGON2_PASSES: '1',
      SIGN_INS_PER_MINUTE: '100000',
      REQUESTS_PER_MINUTE: '100000',
      ...env,
    }),
  );
}
