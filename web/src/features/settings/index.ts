/** What the user may change, and the page of all keys. */
export { KeysDialog } from './KeysDialog.js';
export { SettingsPage } from './SettingsPage.js';
