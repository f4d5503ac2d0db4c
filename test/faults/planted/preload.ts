import 'reflect-metadata';
import type { PlantName } from './bugs.js';

/**
 * Plants a bug in a node that is otherwise the build as it runs in production:
 * `PLANT=<name> node --import <dist>/test/faults/planted/preload.js <dist>/src/main.js`. The server has no switch for it.
 */
const name = process.env['PLANT'] as PlantName | undefined;
if (name) {
  // Only now: the server's classes need the metadata above.
  const { PLANTS } = await import('./plants.js');
  const plant = PLANTS[name];
  if (!plant) throw new Error(`there is no bug called ${name}; there are ${Object.keys(PLANTS).join(', ')}`);
  plant();
}
