import type { UserEntries } from '../contract/index.js';

/** Entries of the user's own log; payloads stand in the contract. */
export type NotificationsEvents = Pick<UserEntries, Extract<keyof UserEntries, `notifications.${string}`>>;
