import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { PlatformError, ProblemFilter, sendProblem, validationPipe } from '../errors/index.js';
import { Readiness } from '../health/index.js';
import { log, NestLogger, Standstill } from '../observability/index.js';
import { ParleyIoAdapter } from '../realtime/index.js';
import { acceptOnlyJson } from './json-parser.js';
import { serveOpenApi } from './openapi.js';
import { serveWebClient } from './web-client.js';
import { answerUnreadable } from './unreadable.js';

const BODY_LIMIT = 64 * 1024;
/** A request that has not arrived whole by then is answered 408 (slow headers or body). */
const REQUEST_TIMEOUT_MS = 15_000;
/** How often those that are late are looked for. */
const LATE_REQUESTS_EVERY_MS = 1_000;

/** The Nest application on Fastify with everything every route needs: ids, headers, errors, validation, documents. */
export async function createHttpApp(module: object, config: Config): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Where the limit of headers is the longer one (a minute, unless told), Node takes it for bodies, and looks twice a minute.
    http: { headersTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: LATE_REQUESTS_EVERY_MS },
    trustProxy: trustedHops(config.get('TRUSTED_PROXIES')),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    routerOptions: { caseSensitive: true, ignoreDuplicateSlashes: false, maxParamLength: 200 },
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => sendProblem(error, request, reply),
  });
  const app = await NestFactory.create<NestFastifyApplication>(module as never, adapter, {
    logger: new NestLogger(),
    abortOnError: false,
    // See acceptOnlyJson.
    bodyParser: false,
  });
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter());
  app.useWebSocketAdapter(new ParleyIoAdapter(app));
  app.enableCors({ origin: [...config.get('ALLOWED_ORIGINS')], credentials: true, maxAge: 600 });
  await hardenFastify(adapter.getInstance());
  refuseStale(adapter.getInstance(), app.get(Standstill));
  letGoWhileDraining(adapter.getInstance(), app.get(Readiness));
  if (!config.has('http')) serveHealthOnly(adapter.getInstance());
  else {
    if (config.get('SWAGGER')) serveOpenApi(app);
    if (config.get('WEB_CLIENT')) await serveWebClient(adapter.getInstance());
  }
  return app;
}

/**
 * For an app that is about to close: Node stops looking for late requests when its server does, so one that never arrives
 * whole would keep the process for ever. Those under way get the time they always have.
 */
export function giveUpLateRequests(app: NestFastifyApplication, drainMs: number): void {
  setTimeout(() => app.getHttpServer().closeAllConnections(), drainMs + REQUEST_TIMEOUT_MS).unref();
}

/** Believes exactly that many proxies, counted from this server outwards; a longer X-Forwarded-For changes nothing. */
function trustedHops(hops: number): false | ((address: string, hop: number) => boolean) {
  return hops > 0 && ((_address, hop) => hop < hops);
}

/** Without the role `http`: no REST, but load balancers and supervisors can still ask how it is. Sockets do not pass here. */
function serveHealthOnly(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/health/')) throw new PlatformError('platform.not_found');
  });
}

/** Reading does no harm, however late. */
function refuseStale(fastify: FastifyInstance, standstill: Standstill): void {
  fastify.addHook('onRequest', async ({ method }) => {
    if (method !== 'GET' && method !== 'HEAD') standstill.refuseStale();
  });
}

/** Who keeps a connection and asks on would hold up the end of this node for ever: he is told to open another one, elsewhere. */
function letGoWhileDraining(fastify: FastifyInstance, readiness: Readiness): void {
  fastify.addHook('onSend', async (_request, reply) => {
    if (readiness.draining) reply.header('Connection', 'close');
  });
}

async function hardenFastify(fastify: FastifyInstance): Promise<void> {
  acceptOnlyJson(fastify);
  await fastify.register(cookie);
  await fastify.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        connectSrc: ["'self'", 'ws:', 'wss:'],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        upgradeInsecureRequests: null,
      },
    },
    crossOriginEmbedderPolicy: false,
  });
  fastify.addHook('onRequest', async (request, reply) => {
    reply.header('X-Request-Id', request.id);
    // Answers are personal; a cache in between must never hand them to somebody else.
    if (request.url.startsWith('/v1/')) reply.header('Cache-Control', 'no-store');
  });
  fastify.addHook('onResponse', async (request, reply) => {
    const { id, method, routeOptions } = request;
    log.debug(
      { requestId: id, method, route: routeOptions?.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request',
    );
  });
}
