import { createHash } from 'node:crypto';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { AuthenticatedRequest } from '../auth/index.js';
import { PlatformError, toProblem } from '../errors/index.js';
import { log } from '../observability/index.js';
import { IdempotencyStore, type RequestKey } from './idempotency.store.js';
import { ONLY_READS } from './only-reads.js';
import type { WithOperation } from './operation-id.js';

const KEY = /^[\x21-\x7e]{1,128}$/;

/**
 * `Idempotency-Key` on POSTs of signed-in users. Anonymous POSTs answer with tokens, which are never stored: on those the
 * header has no effect.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly store: IdempotencyStore,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = requestKey(context);
    if (!request || this.reflector.get(ONLY_READS, context.getHandler())) return next.handle();
    const http = context.switchToHttp();
    return from(
      this.once(request, http.getResponse<FastifyReply>(), (operation) => {
        http.getRequest<WithOperation>().operation = operation;
        return lastValueFrom(next.handle(), { defaultValue: undefined });
      }),
    );
  }

  private async once(
    request: RequestKey,
    reply: FastifyReply,
    run: (operation: string) => Promise<unknown>,
  ): Promise<unknown> {
    const claim = await this.store.claim(request);
    if (claim.kind === 'other-body') throw new PlatformError('platform.idempotency_mismatch');
    if (claim.kind === 'running') throw new PlatformError('platform.idempotency_running', undefined, undefined, 1_000);
    if (claim.kind === 'answered') {
      void reply.status(claim.status).header('Idempotent-Replayed', 'true');
      return claim.body ?? undefined;
    }
    const body = await run(claim.operation).catch(async (error: unknown) => {
      const refused = toProblem(error).status < 500;
      await (refused ? this.store.release(request) : this.store.leaveOpen(request)).catch(() => undefined);
      throw error;
    });
    // The work is done: failing to note that must not turn its answer into an error.
    await this.store
      .keep(request, { status: reply.statusCode, body })
      .catch((error: unknown) => log.warn({ err: error }, 'an idempotent answer could not be kept'));
    return body;
  }
}

function requestKey(context: ExecutionContext): RequestKey | null {
  if (context.getType() !== 'http') return null;
  const request = context.switchToHttp().getRequest<FastifyRequest & AuthenticatedRequest>();
  const key = request.headers['idempotency-key'];
  if (request.method !== 'POST' || key === undefined || !request.principal) return null;
  if (typeof key !== 'string' || !KEY.test(key)) {
    const rule = {
      pointer: '/headers/idempotency-key',
      rule: 'matches',
      detail: '1 to 128 printable ASCII characters',
    };
    throw new PlatformError('platform.validation', undefined, [rule]);
  }
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([request.url, request.body ?? null]))
    .digest();
  return { userId: request.principal.userId, key, fingerprint };
}
