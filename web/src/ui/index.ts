/** Parley's own small set of parts, on Material UI. Knows words and keys, but no conversation. */
export { Avatar } from './Avatar.js';
export { Badge } from './Badge.js';
export { EmptyState } from './EmptyState.js';
export { ErrorNote } from './ErrorNote.js';
export { IconButton } from './IconButton.js';
export * from './icons.js';
export { Mark } from './Mark.js';
export { Page } from './Page.js';
export { PresenceDot } from './PresenceDot.js';
export { Shortcut } from './Shortcut.js';
export { makeTheme } from './theme.js';
export { Unread } from './Unread.js';
export { visuallyHidden } from './visually-hidden.js';
