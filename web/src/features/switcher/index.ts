/** Going to a person or a group by typing some of the name. */
export { SwitcherDialog } from './SwitcherDialog.js';
