import { HttpException } from '@nestjs/common';
import { PLATFORM_ERRORS, type PlatformErrorCode, type Problem } from '../../contract/index.js';
import { DomainError } from '../../shared/domain-error.js';
import { isNotNow } from '../database/not-now.js';

/** A refusal that belongs to no module. */
export class PlatformError extends DomainError {
  readonly status: number;

  constructor(
    readonly code: PlatformErrorCode,
    detail?: string,
    override readonly errors?: DomainError['errors'],
    override readonly retryAfterMs?: number,
  ) {
    super(detail ?? PLATFORM_ERRORS[code].title);
    this.status = PLATFORM_ERRORS[code].status;
  }
}

const BY_STATUS: Record<number, PlatformErrorCode> = {
  400: 'platform.malformed',
  401: 'platform.unauthenticated',
  403: 'platform.forbidden',
  404: 'platform.not_found',
  405: 'platform.method_not_allowed',
  409: 'platform.conflict',
  413: 'platform.too_large',
  415: 'platform.unsupported_media_type',
  429: 'platform.rate_limited',
  503: 'platform.unavailable',
};

/**
 * The one translation of a failure into what a client sees, for REST and socket acks alike. Anything unexpected becomes
 * `platform.internal` without a word of its text: stack traces, SQL and payloads stay in the log.
 */
export function toProblem(error: unknown, requestId?: string): Problem {
  if (error instanceof DomainError) {
    return problem(error.code, error.status, error.message, requestId, error.errors, error.retryAfterMs);
  }
  const code = codeOf(error);
  const { status, title } = PLATFORM_ERRORS[code];
  return problem(code, status, title, requestId, undefined, status === 503 ? 1_000 : undefined);
}

/** True where the failure is ours and has to be logged with its stack. */
export function isUnexpected(error: unknown): boolean {
  return !(error instanceof DomainError) && codeOf(error) === 'platform.internal';
}

function codeOf(error: unknown): PlatformErrorCode {
  if (error instanceof HttpException) return BY_STATUS[error.getStatus()] ?? 'platform.internal';
  const { statusCode, code, message } = error as { statusCode?: number; code?: string; message?: string };
  if (isNotNow({ code, message })) return 'platform.unavailable';
  // Fastify's own refusals (body too large, bad content type, bad JSON, a path too long) carry a status below 500.
  if (statusCode === undefined || statusCode >= 500) return 'platform.internal';
  return BY_STATUS[statusCode] ?? 'platform.malformed';
}

function problem(
  code: string,
  status: number,
  detail: string,
  requestId?: string,
  errors?: DomainError['errors'],
  retryAfterMs?: number,
): Problem {
  const known = (PLATFORM_ERRORS as Record<string, { title: string }>)[code];
  return {
    type: `urn:parley:error:${code}`,
    title: known?.title ?? detail,
    status,
    code,
    ...(detail === known?.title ? {} : { detail }),
    ...(requestId ? { requestId } : {}),
    ...(errors ? { errors: [...errors] } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}
