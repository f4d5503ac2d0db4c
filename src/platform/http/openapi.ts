import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { DEFAULT_REFUSAL, PROBLEM_SCHEMA } from '../errors/index.js';
import { version } from './version.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  schema: { type: 'string' as const, pattern: '^[!-~]{1,128}$' },
  description:
    'Kept 24 hours per user. A repeat with the same key and body gets the first answer (`Idempotent-Replayed: true`), another ' +
    'body 422, a repeat while the first is under way 409. After a 5xx or no answer repeat it with the same key. What only reads is done anew each time.',
};

/** OpenAPI 3.1, generated from the decorated routes. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Parley')
    .setDescription(
      'REST for state, Socket.IO for what happens. Errors are RFC 9457 problem documents with a stable `code`.',
    )
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
  });
  return withWhatAllHave(document);
}

/**
 * Every route can refuse in ways that are not its own (token, rate, shape, a part that is away), and every POST of somebody signed
 * in takes a key. Headers that a handler reads besides are HTTP's own.
 */
function withWhatAllHave(document: OpenAPIObject): OpenAPIObject {
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: PROBLEM_SCHEMA },
    responses: { Refused: DEFAULT_REFUSAL },
  };
  for (const [method, operation] of Object.values(document.paths).flatMap((item) => Object.entries(item))) {
    const { responses, parameters = [], security } = operation as Operation;
    responses['default'] = { $ref: '#/components/responses/Refused' };
    const own = parameters.filter((p) => !('in' in p) || p.in !== 'header');
    const keyed = method === 'post' && security === undefined;
    (operation as Operation).parameters = keyed ? [...own, IDEMPOTENCY_KEY] : own;
  }
  return document;
}

/** Swagger UI at /docs, the document at /docs/openapi.json. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'docs/openapi.json',
    yamlDocumentUrl: 'docs/openapi.yaml',
  });
}
