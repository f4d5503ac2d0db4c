/** Writing to a conversation. */
export { Composer } from './Composer.js';
