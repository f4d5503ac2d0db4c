import { Box, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';

interface PageProps {
  title: string;
  /** Of the column, in pixels, where there is room. */
  width: number;
  /** Beside the heading: what concerns all of the page. */
  action?: ReactNode;
  children: ReactNode;
}

/** A view that is read from top to bottom: a heading and what follows, in the middle of the room there is. */
export function Page({ title, width, action, children }: PageProps) {
  return (
    <Box
      sx={{
        flex: 1,
        overflowY: 'auto',
        display: 'flex',
        flexDirection: 'column',
        padding: { xs: 2, md: 4 },
        // The bar above has room enough.
        paddingBlockStart: { xs: 0.5, md: 4 },
      }}
    >
      <Stack spacing={3} sx={{ flex: 1, inlineSize: '100%', maxInlineSize: width, marginInline: 'auto' }}>
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, minBlockSize: 36 }}>
          <Typography variant="h1" sx={{ flex: 1 }}>
            {title}
          </Typography>
          {action}
        </Box>
        <Stack spacing={5} sx={{ flex: 1 }}>
          {children}
        </Stack>
      </Stack>
    </Box>
  );
}
