import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

export type Tone = 'good' | 'bad';

interface FactProps {
  name: string;
  /** More about it, below. */
  note?: string | undefined;
  /** Whether that is as it should be, where that can be said. */
  tone?: Tone | undefined;
  children: ReactNode;
}

const COLOURS: Record<Tone, string> = { good: 'success.main', bad: 'error.main' };

/** One thing to know, within a list of definitions. */
export function Fact({ name, note, tone, children }: FactProps) {
  return (
    <Box
      sx={{ padding: 1.5, border: '1px solid', borderColor: 'divider', borderRadius: 1, bgcolor: 'background.paper' }}
    >
      <Typography component="dt" variant="caption" color="textSecondary">
        {name}
      </Typography>
      <Typography
        component="dd"
        variant="subtitle2"
        sx={{
          margin: 0,
          display: 'flex',
          alignItems: 'center',
          gap: 1,
          color: tone === 'bad' ? COLOURS.bad : undefined,
        }}
      >
        {tone && <Box sx={{ inlineSize: 8, blockSize: 8, borderRadius: '50%', bgcolor: COLOURS[tone] }} />}
        {children}
      </Typography>
      {note && (
        <Typography component="dd" variant="caption" color="textSecondary" sx={{ margin: 0, overflowWrap: 'anywhere' }}>
          {note}
        </Typography>
      )}
    </Box>
  );
}
