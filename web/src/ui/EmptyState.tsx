import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  /** What to do next. */
  hint?: string;
  action?: ReactNode;
  /** It is the whole view: its title is the heading. */
  whole?: boolean;
}

/** In place of content that is not there: what is the case, and what to do next. */
export function EmptyState({ icon, title, hint, action, whole = false }: EmptyStateProps) {
  return (
    <Box sx={{ margin: 'auto', padding: 3, maxInlineSize: 360, textAlign: 'center', color: 'text.secondary' }}>
      {icon}
      <Typography
        variant="subtitle1"
        component={whole ? 'h1' : 'p'}
        sx={{ color: 'text.primary', marginBlockStart: icon ? 1.5 : 0 }}
      >
        {title}
      </Typography>
      {hint && (
        <Typography variant="body2" sx={{ marginBlockStart: 0.5 }}>
          {hint}
        </Typography>
      )}
      {action && <Box sx={{ marginBlockStart: 2 }}>{action}</Box>}
    </Box>
  );
}
