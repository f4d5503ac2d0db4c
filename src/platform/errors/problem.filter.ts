import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuthenticatedRequest } from '../auth/principal.js';
import { log } from '../observability/log.js';
import { auditRefusal, type Refused } from './audit.js';
import { isUnexpected, toProblem } from './problem.js';

/** Answers every failed REST request with `application/problem+json` (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    sendProblem(error, request, reply);
  }
}

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  if (isUnexpected(error))
    log.error({ err: error, requestId: request.id, url: request.routeOptions?.url }, 'request failed');
  const problem = toProblem(error, String(request.id));
  auditRefusal(error, problem, refusedOf(request));
  if (problem.retryAfterMs !== undefined) void reply.header('Retry-After', Math.ceil(problem.retryAfterMs / 1000));
  void reply.status(problem.status).header('Content-Type', 'application/problem+json').send(problem);
}

function refusedOf(request: FastifyRequest): Refused {
  const { method, routeOptions, ip } = request;
  const { principal } = request as AuthenticatedRequest;
  return {
    of: `${method} ${routeOptions?.url}`,
    userId: principal?.userId,
    sessionId: principal?.sessionId,
    address: ip,
  };
}
