import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { DEFAULT_REFUSAL, PROBLEM_SCHEMA } from '../errors/index.js';
import { version } from './version.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

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
  return withProblems(document);
}

/** Every route can refuse in ways that are not its own (token, rate, shape, a part that is away). */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: PROBLEM_SCHEMA },
    responses: { Refused: DEFAULT_REFUSAL },
  };
  for (const operation of Object.values(document.paths).flatMap((item) => Object.values(item) as Operation[])) {
    operation.responses['default'] = { $ref: '#/components/responses/Refused' };
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
