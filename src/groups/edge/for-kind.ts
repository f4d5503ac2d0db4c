import { applyDecorators } from '@nestjs/common';
import { ValidateBy, ValidateIf } from 'class-validator';
import type { ConversationKind } from '../../contract/index.js';

interface HasKind {
  kind?: ConversationKind;
}

/** A property that belongs to one kind of conversation: with the other kind its presence is refused. */
export function ForKind(kind: ConversationKind, presence: 'required' | 'optional'): PropertyDecorator {
  const onlyThere = ValidateBy({
    name: 'onlyForKind',
    constraints: [kind],
    validator: {
      validate: (_value, args) => (args!.object as HasKind).kind === kind,
      defaultMessage: () => `$property belongs to conversations of kind ${kind}`,
    },
  });
  const applies = ValidateIf(
    (body: HasKind, value: unknown) => value !== undefined || (body.kind === kind && presence === 'required'),
  );
  return applyDecorators(applies, onlyThere);
}
