/** What one was mentioned in, written to, or invited to. */
export { NotificationsPage } from './NotificationsPage.js';
