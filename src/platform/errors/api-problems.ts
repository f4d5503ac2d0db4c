import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { PLATFORM_ERRORS, type Problem } from '../../contract/index.js';

/** The problem document (RFC 9457), as a component of the OpenAPI document. */
export const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    requestId: { type: 'string' },
    retryAfterMs: { type: 'integer' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'rule', 'detail'],
        properties: { pointer: { type: 'string' }, rule: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
};

const PROBLEM = { $ref: '#/components/schemas/Problem' };

/**
 * Documents how a route refuses: the stable codes by HTTP status, each with an example. What every route may answer (400,
 * 429, 500, 503, and 401 where somebody has to be signed in) need not be repeated.
 */
export function ApiProblems(codes: Record<number, string[]>): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ...Object.entries(codes).map(([status, names]) =>
      ApiResponse({
        status: Number(status),
        description: names.map((name) => `\`${name}\``).join(', '),
        content: {
          'application/problem+json': {
            schema: PROBLEM,
            examples: Object.fromEntries(names.map((name) => [name, { value: example(name, Number(status)) }])),
          },
        },
      }),
    ),
  );
}

/** How any route may refuse beside what it documents itself. */
export const DEFAULT_REFUSAL = {
  description: 'Refused: a problem document with a stable `code`. What every route may answer',
  content: {
    'application/problem+json': {
      schema: PROBLEM,
      examples: Object.fromEntries(
        (
          ['platform.validation', 'platform.unauthenticated', 'platform.rate_limited', 'platform.unavailable'] as const
        ).map((code) => [code, { value: example(code, PLATFORM_ERRORS[code].status) }]),
      ),
    },
  },
};

function example(code: string, status: number): Problem {
  const title = (PLATFORM_ERRORS as Record<string, { title: string }>)[code]?.title ?? code;
  return { type: `urn:parley:error:${code}`, title, status, code, requestId: '0198c1f4-5f0e-4c57-9e2e-4d6f5c1d2b3a' };
}
