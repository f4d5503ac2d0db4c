import 'reflect-metadata';
import { boot } from './boot.js';
import { DomainError } from './shared/domain-error.js';
import { stopSignal } from './shared/stopping.js';
import { Config, InvalidConfiguration } from './platform/config/index.js';
import { log } from './platform/observability/index.js';
import { welcome } from './welcome.js';

// From the first moment on: who starts a database must be there to stop it, and process 1 of a container hears no other signals.
const stopping = stopSignal((signal) => log.info({ signal }, 'stopping'));
const stopped = new Promise<void>((resolve) => stopping.addEventListener('abort', () => resolve()));

try {
  const config = Config.fromEnvironment();
  const parley = await boot(config, stopping);
  log.info({ url: parley.url, pid: process.pid }, 'ready');
  welcome(parley.url, config);
  void stopped.then(() => parley.close()).then(() => process.exit(0), couldNotStop);
} catch (error) {
  if (error === stopping.reason) process.exit(0);
  if (error instanceof InvalidConfiguration || error instanceof DomainError)
    console.error(`Parley could not start. ${error.message}`);
  else if ((error as { code?: string }).code === 'EADDRINUSE')
    console.error(`Parley could not start. ${(error as Error).message}: set PORT to another one.`);
  else log.fatal({ err: error }, 'Parley could not start');
  process.exit(1);
}

function couldNotStop(error: unknown): void {
  log.fatal({ err: error }, 'Parley could not stop in order');
  process.exit(1);
}
