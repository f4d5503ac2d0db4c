/** Writing to a conversation. */
export { Composer } from './Composer.js';
export type { Target } from './target.js';
