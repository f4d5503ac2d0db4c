import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PlatformError, sendProblem } from '../errors/index.js';
import { packageRoot } from './package-root.js';

/** Where `npm run build` puts the web client. */
const BUILT = join(packageRoot, 'dist', 'web');
/** The server's own paths: what is unknown below them stays a problem document. Everything else may be a view. */
const OWN = /^\/(?:v1|docs|health|\.well-known|socket\.io|assets)(?:[/?]|$)/;
const YEAR = 'public, max-age=31536000, immutable';

/**
 * Serves the built web client: its files, and `index.html` for every address a browser navigates to that is not the
 * server's own, because a view's address means something to the client only. Files below `/assets` carry a hash of their
 * content in their name and may be kept for ever; everything else is asked for again. Does nothing where nothing is built.
 */
export async function serveWebClient(fastify: FastifyInstance, folder = BUILT): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) return;
  const files = filesOf(folder);
  // Its own scope: nobody else's answers get a `sendFile`.
  await fastify.register(async (scope) => {
    scope.setErrorHandler(sendProblem);
    await scope.register(fastifyStatic, { root: folder, serve: false, preCompressed: true, cacheControl: false });
    scope.get('/*', (request, reply) => {
      const file = fileFor(request, files);
      return reply.header('Cache-Control', cacheFor(file)).sendFile(file);
    });
  });
}

function fileFor(request: FastifyRequest, files: ReadonlySet<string>): string {
  const path = (request.params as { '*': string })['*'] || 'index.html';
  if (files.has(path)) return path;
  const navigates = request.headers.accept?.includes('text/html') && !OWN.test(request.url);
  if (!navigates) throw new PlatformError('platform.not_found');
  return 'index.html';
}

const cacheFor = (file: string): string => (file.startsWith('assets/') ? YEAR : 'no-cache');

function filesOf(folder: string): ReadonlySet<string> {
  const found = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const names = found.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  return new Set(names.filter((name) => !/(?:^\.|\.(?:br|gz)$)/.test(name)));
}
