import type { ParleyDriver } from './parley.js';
import type { ConnectStorm } from './storm.js';

/** The product's own library. */
export function parleyStormClients(_driver: ParleyDriver): ConnectStorm {
  return () => Promise.reject(new Error('the client library is not part of this build yet'));
}
