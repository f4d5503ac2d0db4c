import type { EntitySchema, MixedList } from 'typeorm';

/**
 * Table mappings register themselves here when their module's `persistence` is loaded, so that the platform, which knows
 * no module, can open one data source for all of them.
 */
// oxlint-disable-next-line typescript/no-unsafe-function-type -- TypeORM's own type of an entity class
export const entities: Extract<MixedList<Function | string | EntitySchema>, unknown[]> = [];

/** Class decorator order matters not: call it once per mapping file. */
export function registerEntities(...mappings: Array<EntitySchema | (new () => object)>): void {
  entities.push(...mappings);
}
