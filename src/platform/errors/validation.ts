import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { PlatformError } from './problem.js';

/** Bodies and queries are checked against their decorated class; unknown properties are refused, nothing is echoed. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) =>
      new PlatformError(
        'platform.validation',
        undefined,
        errors.flatMap((e) => flatten(e, '')),
      ),
  });
}

function flatten(error: ValidationError, parent: string): Array<{ pointer: string; rule: string; detail: string }> {
  const pointer = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.entries(error.constraints ?? {}).map(([rule, detail]) => ({ pointer, rule, detail }));
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, pointer))];
}
