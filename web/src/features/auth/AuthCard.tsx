import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { Mark } from '../../ui/index.js';

/** The frame of the pages one sees signed out. */
export function AuthCard({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return (
    <Box component="main" sx={{ minBlockSize: '100dvh', display: 'grid', placeItems: 'center', padding: 2 }}>
      <Box
        sx={{
          inlineSize: 'min(400px, 100%)',
          padding: { xs: 3, sm: 4 },
          bgcolor: 'background.default',
          border: '1px solid',
          borderColor: 'divider',
          borderRadius: 2,
        }}
      >
        <Mark sx={{ fontSize: 44 }} />
        <Typography variant="h1" sx={{ marginBlockStart: 2 }}>
          {title}
        </Typography>
        <Typography variant="body2" color="textSecondary" sx={{ marginBlock: '4px 24px' }}>
          {hint}
        </Typography>
        {children}
      </Box>
    </Box>
  );
}
