import { Avatar as MuiAvatar, Box } from '@mui/material';
import type { ReactNode } from 'react';
import { avatarColour, initials } from './palette.js';

interface AvatarProps {
  /** Of the person or conversation: decides the colour. */
  id: string;
  name: string;
  /** In pixels; 40 without it. */
  size?: number;
  /** A group's is square, a person's round. */
  square?: boolean;
  /** On the lower corner: the presence dot. */
  corner?: ReactNode;
}

/**
 * Initials on a colour of the id's own. Says nothing to a screen reader, and is no text of a button it lies in: the name stands
 * beside it.
 */
export function Avatar({ id, name, size = 40, square = false, corner }: AvatarProps) {
  return (
    <Box sx={{ position: 'relative', flex: 'none' }}>
      <MuiAvatar
        aria-hidden
        variant={square ? 'rounded' : 'circular'}
        sx={{
          inlineSize: size,
          blockSize: size,
          fontSize: size * 0.38,
          fontWeight: 600,
          color: '#fff',
          bgcolor: avatarColour(id),
          borderRadius: square ? `${Math.round(size * 0.26)}px` : '50%',
        }}
      >
        <Box component="span" data-initials={initials(name)} sx={{ '&::before': { content: 'attr(data-initials)' } }} />
      </MuiAvatar>
      {corner && (
        <Box sx={{ position: 'absolute', insetBlockEnd: -1, insetInlineEnd: -1, display: 'flex' }}>{corner}</Box>
      )}
    </Box>
  );
}
