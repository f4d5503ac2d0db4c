/**
 * Wire truth, shared by the server, the client library and the tests: names and shapes of everything that crosses the
 * network, error codes, limits. Imports nothing.
 */
export * from './admin.js';
export * from './entries.js';
export * from './errors.js';
export * from './limits.js';
export * from './socket.js';
export * from './views.js';
