import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { PlatformError } from '../errors/index.js';

/**
 * The one kind of body there is. Text and forms another web site can send to us without asking, JSON it cannot. Bytes that
 * are no UTF-8 are refused rather than replaced, and so is `__proto__`.
 */
export function acceptOnlyJson(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (isUtf8(body)) void parse(request, body.toString('utf8'), done);
    else done(new PlatformError('platform.malformed'));
  });
}
