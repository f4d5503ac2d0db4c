/** The messages of one conversation. */
export { Timeline } from './Timeline.js';
