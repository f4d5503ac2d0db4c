import { Box } from '@mui/material';
import { visuallyHidden } from './visually-hidden.js';

interface BadgeProps {
  count: number;
  /** What the number counts, for who cannot see it: `3 unread messages`. */
  label: string;
  /** Filled where one is wanted (mentions), plain where one may look later. */
  filled?: boolean;
  /** Where one asked not to be disturbed. */
  quiet?: boolean;
}

/** A count beside a name; nothing at zero. */
export function Badge({ count, label, filled = false, quiet = false }: BadgeProps) {
  if (count === 0) return null;
  return (
    <Box
      component="span"
      sx={{
        flex: 'none',
        minInlineSize: 20,
        paddingInline: '6px',
        lineHeight: '20px',
        borderRadius: '10px',
        fontSize: 12,
        fontWeight: 700,
        textAlign: 'center',
        fontVariantNumeric: 'tabular-nums',
        ...(filled
          ? { bgcolor: 'primary.main', color: 'primary.contrastText' }
          : { boxShadow: 'inset 0 0 0 1.5px', color: quiet ? 'text.secondary' : 'primary.main' }),
      }}
    >
      <span aria-hidden>{count > 99 ? '99+' : count}</span>
      <span style={visuallyHidden}>{label}</span>
    </Box>
  );
}
