import 'reflect-metadata';
import { boot } from './boot.js';
import { DomainError } from './shared/domain-error.js';
import { Config, InvalidConfiguration } from './platform/config/index.js';
import { log } from './platform/observability/index.js';
import { welcome } from './welcome.js';

try {
  const config = Config.fromEnvironment();
  const parley = await boot(config);
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    await parley.close();
    process.exit(0);
  };
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));
  log.info({ url: parley.url, pid: process.pid }, 'ready');
  welcome(parley.url, config);
} catch (error) {
  if (error instanceof InvalidConfiguration || error instanceof DomainError)
    console.error(`Parley could not start. ${error.message}`);
  else if ((error as { code?: string }).code === 'EADDRINUSE')
    console.error(`Parley could not start. ${(error as Error).message}: set PORT to another one.`);
  else log.fatal({ err: error }, 'Parley could not start');
  process.exit(1);
}
