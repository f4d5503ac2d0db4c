/**
 * Notifications: what somebody wanted of a user that the user has not read yet.
 *
 * Owns: the in-app list and its unread count. Does not own: messages, members, read pointers; it follows their events.
 * Guarantees: a mention, a direct message or an invitation becomes one entry of the list, whatever is delivered twice; it is
 * gone once the message (of an invitation: any later one) is read or deleted or the user is no longer a member, in whatever
 * order the events come in; the count is exact at the number of the user's log that it is given with. Limits: it runs
 * behind the conversation, usually by well under a second. Failure: with Kafka down notifications are late, and nothing else.
 */
export * from './events.js';
export { NotificationsModule } from './notifications.module.js';
