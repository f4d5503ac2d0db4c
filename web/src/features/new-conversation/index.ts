/** Beginning a conversation with a person or a group. */
export { NewConversationDialog } from './NewConversationDialog.js';
