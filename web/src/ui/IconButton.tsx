import { Box, IconButton as MuiIconButton, type IconButtonProps as MuiProps, Tooltip } from '@mui/material';
import type { ElementType } from 'react';
import { type Action, ariaKeys } from '../keys/index.js';
import { Shortcut } from './Shortcut.js';

type IconButtonProps = Omit<MuiProps, 'aria-label'> & {
  /** What it does: its name for everybody, and its tooltip. */
  label: string;
  /** Its key, shown in the tooltip. */
  shortcut?: Action;
  component?: ElementType;
  to?: string;
};

/** A button that is only an icon. It never comes without words. */
export function IconButton({ label, shortcut, ...props }: IconButtonProps) {
  const title = (
    <Box sx={{ display: 'flex', gap: 1, alignItems: 'center' }}>
      {label}
      {shortcut && <Shortcut action={shortcut} />}
    </Box>
  );
  return (
    <Tooltip title={title}>
      <MuiIconButton
        color="inherit"
        {...props}
        aria-label={label}
        aria-keyshortcuts={shortcut && ariaKeys(shortcut)}
        sx={{ borderRadius: 1, inlineSize: 36, blockSize: 36, ...props.sx }}
      />
    </Tooltip>
  );
}
