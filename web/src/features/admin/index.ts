/** What the deployment's administrator sees and does. */
export { AdminPage } from './AdminPage.js';
