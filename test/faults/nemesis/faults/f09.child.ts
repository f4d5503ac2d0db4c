import type { OwnScene } from '../fault.js';
import { f09 } from './f09-cores-hogged.js';

// Hogs the cores until it is killed.
await f09.inject({} as OwnScene);
console.log('hogged');
