import { type ArgumentMetadata, ValidationPipe, type ValidationError } from '@nestjs/common';
import { type BrokenRule, MOST_BROKEN, pointerTo } from '../validation/broken-rule.js';
import { PlatformError } from './problem.js';

/** No input of ours is nested deeper; class-transformer would recurse until the stack ends. */
const DEEPEST = 16;
/** class-validator repeats the name of an unknown property. */
const LONGEST_DETAIL = 200;

/** Refuses what class-validator and class-transformer do not bear, before they see it. */
class GuardedPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const broken = metadata.type === 'custom' ? null : (nothingIn(value) ?? trapIn(value, '', 0));
    if (broken) throw new PlatformError('platform.validation', undefined, [broken]);
    return super.transform(value, metadata) as Promise<unknown>;
  }
}

/** Nest would take it for an object without properties. */
function nothingIn(value: unknown): BrokenRule | null {
  return value === null ? { pointer: '', rule: 'type', detail: 'an object, not null' } : null;
}

/** class-validator looks names up in plain objects, so that it takes what every object inherits for a known property. */
function trapIn(value: unknown, pointer: string, depth: number): BrokenRule | null {
  if (value === null || typeof value !== 'object') return null;
  if (depth === DEEPEST) return { pointer, rule: 'depth', detail: `nested deeper than ${DEEPEST} levels` };
  for (const [name, inner] of Object.entries(value)) {
    const at = pointerTo(pointer, name);
    if (name in Object.prototype) {
      return { pointer: at, rule: 'whitelistValidation', detail: `property ${name} should not exist` };
    }
    const found = trapIn(inner, at, depth + 1);
    if (found) return found;
  }
  return null;
}

/** Bodies and queries are checked against their decorated class; unknown properties are refused, nothing is echoed. */
export function validationPipe(): ValidationPipe {
  return new GuardedPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) =>
      new PlatformError('platform.validation', undefined, errors.flatMap((e) => flatten(e, '')).slice(0, MOST_BROKEN)),
  });
}

function flatten(error: ValidationError, parent: string): BrokenRule[] {
  const pointer = pointerTo(parent, error.property);
  const own = Object.entries(error.constraints ?? {}).map(([rule, text]) => {
    return { pointer, rule, detail: text.slice(0, LONGEST_DETAIL) };
  });
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, pointer))];
}
