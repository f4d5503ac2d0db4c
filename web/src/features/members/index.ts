/** Who is in a conversation. */
export { Members } from './Members.js';
