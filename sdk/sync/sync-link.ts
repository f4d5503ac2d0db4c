import type { Connection } from '../connection/connection.js';

/** What synchronising needs of a connection. */
export type SyncLink = Pick<Connection, 'open' | 'request' | 'progress' | 'restart'>;
