import { Injectable, Param, type PipeTransform } from '@nestjs/common';
import { isId } from '../../shared/ids.js';
import { PlatformError } from '../errors/index.js';

@Injectable()
class IdPipe implements PipeTransform<string, string> {
  constructor(
    private readonly name: string,
    private readonly aliases: readonly string[],
  ) {}

  transform(value: string): string {
    if (isId(value) || this.aliases.includes(value)) return value;
    const error = { pointer: `/path/${this.name}`, rule: 'isId', detail: `${this.name} must be a lower-case UUID` };
    throw new PlatformError('platform.validation', undefined, [error]);
  }
}

/** An id in the path: a canonical UUID or one of the aliases; anything else is refused before the handler runs. */
export const IdParam = (name: string, ...aliases: string[]): ParameterDecorator =>
  Param(name, new IdPipe(name, aliases));
