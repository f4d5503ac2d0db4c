/**
 * Parley's client library: signs in, stays connected, and shows every conversation complete and in order.
 *
 * Guarantees: an entry of a conversation's log is applied exactly once, in the order of its number, or the part it is
 * in is fetched anew as a whole (`skipped`); a message given to `send` is stored once however often it had to be sent,
 * keeps its place among the others of its conversation, and survives a reload when the store does; the connection's
 * state never claims more than is known.
 *
 * Limits: ordering holds per conversation; two clients that share one store each send what they find there (the server
 * keeps it once) but see each other's new messages only through the log; receipts and typing may be lost on the way.
 *
 * Runs in browsers and Node and needs nothing but socket.io-client. `node.ts` adds what needs a file system.
 */
export { createClient, ParleyClient } from './client.js';
export { ParleyError, type LocalErrorCode } from './errors.js';
export type { ParleyEvents } from './events.js';
export { DEFAULT_TIMINGS, type ClientOptions, type ClientTimings } from './options.js';
export { until, type Observable } from './observe/view.js';
export type { ConnectionState } from './connection/state.js';
export type { Store } from './store/store.js';
export { MemoryStore } from './store/memory-store.js';
export { IndexedDbStore } from './store/indexeddb-store.js';
export type { NotificationBox, NotificationSnapshot } from './notifications/notification-box.js';
export type { OutgoingMessage, OutgoingState, Sending } from './queue/outgoing.js';
export type { Draft } from './drafts/draft.js';
export type { Drafts } from './drafts/drafts.js';
export type { ConversationItem } from './conversations/conversation.js';
export { compareConversations } from './conversations/order.js';
export type { ConversationList } from './conversations/conversation-list.js';
export type { MemberList, MemberSnapshot } from './conversations/member-list.js';
export type { PresenceBook } from './conversations/presence-book.js';
export type { Tick } from './conversations/receipt-book.js';
export type { UserDirectory } from './conversations/user-directory.js';
export type { Timeline } from './timeline/timeline.js';
export type { TimelineItem, TimelineSnapshot } from './timeline/timeline-item.js';
export type { PageQuery } from './timeline/history.js';
export type { Api, ServerInfo } from './rest/api.js';
export type { SettingsChange } from './rest/conversations-api.js';
export type { Credentials, Registration } from './rest/auth-api.js';
export { allPages } from './rest/all-pages.js';
export type * from '../src/contract/index.js';
