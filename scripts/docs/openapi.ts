import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AppModule } from '../../src/app.module.js';
import { Config } from '../../src/platform/config/index.js';
import { openApiDocument } from '../../src/platform/http/openapi.js';

/**
 * OpenAPI 3.1 as the server serves it. Nest's preview mode reads the routes and makes none of what they need, so that no
 * database has to run. The committed copy is docs/openapi.json; a test fails when it drifts.
 */
export async function restDocument(): Promise<OpenAPIObject> {
  const config = Config.from({ DATABASE_URL: 'postgres://nobody@localhost/none' });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config), new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  return openApiDocument(app);
}
