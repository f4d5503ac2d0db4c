/** What of the library needs Node; kept apart so that a browser's bundle never meets `node:fs`. */
export { FileStore } from './store/file-store.js';
