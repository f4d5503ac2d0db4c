import { Box, Link, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { Link as RouterLink, useLocation } from 'react-router';
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

/** To the other of the two pages, with where one wanted to go. */
export function OtherWay({ question, to, label }: { question: string; to: string; label: string }) {
  const { search } = useLocation();
  return (
    <Typography variant="body2" color="textSecondary">
      {question}{' '}
      <Link component={RouterLink} to={{ pathname: to, search }}>
        {label}
      </Link>
    </Typography>
  );
}
