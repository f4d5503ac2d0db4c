import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { newId } from '../../shared/ids.js';

/** The part of a request that the interceptor fills in. */
export interface WithOperation {
  operation?: string;
}

/** An id for what this POST makes: the same for every attempt under one `Idempotency-Key`, a fresh one without a key. */
export const OperationId = createParamDecorator(
  (_: unknown, context: ExecutionContext): string =>
    context.switchToHttp().getRequest<WithOperation>().operation ?? newId(),
);
