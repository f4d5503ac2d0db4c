/** Parley's own small set of parts, on Material UI. Knows words and keys, but no conversation. */
export { Avatar } from './Avatar.js';
export { Badge } from './Badge.js';
export { EmojiPicker } from './EmojiPicker.js';
export { ConfirmDialog } from './ConfirmDialog.js';
export { EmptyState } from './EmptyState.js';
export { ErrorNote } from './ErrorNote.js';
export { IconButton } from './IconButton.js';
export * from './icons.js';
export { Mark } from './Mark.js';
export { PasswordField } from './PasswordField.js';
export { PresenceDot } from './PresenceDot.js';
export { Shortcut } from './Shortcut.js';
export { makeTheme } from './theme.js';
export { visuallyHidden } from './visually-hidden.js';
