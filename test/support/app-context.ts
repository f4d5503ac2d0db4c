import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../src/app.module.js';
import { Config } from '../../src/platform/config/index.js';
import { configureLog } from '../../src/platform/observability/index.js';

/** One server process's modules without HTTP, relay and reactions. Several on one database are several nodes. */
export function openAppContext(url: string, env: Record<string, string> = {}): Promise<INestApplicationContext> {
  const config = Config.from({ DATABASE_URL: url, METRICS_PORT: '0', ROLES: 'http', ...env });
  configureLog('silent', 'json');
  return NestFactory.createApplicationContext(AppModule.with(config), { logger: ['error'], abortOnError: false });
}
