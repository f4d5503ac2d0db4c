/**
 * The HTTP side every route shares: Fastify, request ids, security headers, problem documents, validation, OpenAPI, and
 * `GET /v1/server`. Limits: bodies of 64 KiB (file routes set their own), 15 s for a whole request to arrive.
 */
import { Module } from '@nestjs/common';
import { ServerInfoController } from './server-info.controller.js';

export * from './http-app.js';
export * from './id-param.js';
export * from './openapi.js';
export * from './package-root.js';
export * from './page-query.js';
export * from './version.js';

@Module({ controllers: [ServerInfoController] })
export class HttpModule {}
