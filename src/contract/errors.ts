/**
 * The one error object of the wire: the body of an `application/problem+json` answer (RFC 9457) and the `error` of a
 * refused socket ack are the same shape.
 */
export interface Problem {
  /** `urn:parley:error:<code>`: identifies the code, is no address. */
  type: string;
  title: string;
  /** The HTTP status, also inside socket acks. */
  status: number;
  /** Stable machine-readable reason, `<module>.<reason>`. */
  code: string;
  detail?: string;
  requestId?: string;
  /** One entry per broken rule: JSON pointer into the input, and the rule. */
  errors?: Array<{ pointer: string; rule: string; detail: string }>;
  /** Present where trying again later can help; milliseconds. */
  retryAfterMs?: number;
}

/** Refusals that belong to no module. Modules list their own in `errors.ts`. */
export const PLATFORM_ERRORS = {
  'platform.validation': { status: 400, title: 'The request does not match its schema' },
  'platform.malformed': { status: 400, title: 'The request could not be read' },
  'platform.unauthenticated': { status: 401, title: 'Sign in first' },
  'platform.forbidden': { status: 403, title: 'Not allowed' },
  'platform.not_found': { status: 404, title: 'Nothing here' },
  'platform.method_not_allowed': { status: 405, title: 'This method is not used here' },
  'platform.timeout': { status: 408, title: 'The request did not arrive in time' },
  'platform.conflict': { status: 409, title: 'The state changed meanwhile' },
  'platform.too_large': { status: 413, title: 'The request is too large' },
  'platform.unsupported_media_type': { status: 415, title: 'Send application/json' },
  'platform.idempotency_mismatch': { status: 422, title: 'This Idempotency-Key was used with another body' },
  'platform.idempotency_running': {
    status: 409,
    title: 'The first request with this Idempotency-Key is still running',
  },
  'platform.headers_too_large': { status: 431, title: 'The headers of the request are too large' },
  'platform.rate_limited': { status: 429, title: 'Too many requests' },
  'platform.internal': { status: 500, title: 'Something went wrong on our side' },
  'platform.overloaded': { status: 503, title: 'Too busy right now; nothing was stored' },
  'platform.unavailable': { status: 503, title: 'A part this needs is not reachable; nothing was stored' },
  /** The only refusal after which the work may have been done: repeat it with the same id to learn which. */
  'platform.outcome_unknown': { status: 503, title: 'No answer from the database; it may or may not be stored' },
} as const;

export type PlatformErrorCode = keyof typeof PLATFORM_ERRORS;

/** Every client event is answered with this, and with nothing else. */
export type Ack<T> = { ok: true; data: T } | { ok: false; error: Problem };
