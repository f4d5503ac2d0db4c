/** The list of conversations: order, badges, presence, the last line. */
export { ConversationList } from './ConversationList.js';
