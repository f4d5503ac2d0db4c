import { createRequire } from 'node:module';
import type { Type } from '@nestjs/common';

interface TypeMetadata {
  typeFunction(): unknown;
}

interface Storage {
  findTypeMetadata(target: Type<object>, property: string): TypeMetadata | undefined;
}

/** class-transformer does not export where it keeps what `@Type` said. */
export const typeStorage = (
  createRequire(import.meta.url)('class-transformer/cjs/storage.js') as { defaultMetadataStorage: Storage }
).defaultMetadataStorage;
