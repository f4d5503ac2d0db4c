import { Stack, Typography } from '@mui/material';
import { type ReactNode, useId } from 'react';
import { useT, wordError } from '../../i18n/index.js';
import { ErrorNote } from '../../ui/index.js';

interface PartProps {
  title: string;
  /** What went wrong, and how it is tried again. */
  error: unknown;
  again: () => void;
  children: ReactNode;
}

/** One part of the page; what went wrong in it stays in it. */
export function Part({ title, error, again, children }: PartProps) {
  const t = useT();
  const id = useId();
  return (
    <Stack component="section" spacing={1.5} aria-labelledby={id}>
      <Typography id={id} variant="h2">
        {title}
      </Typography>
      {error !== null && <ErrorNote message={wordError(t, error)} action={{ label: t('common.retry'), act: again }} />}
      {children}
    </Stack>
  );
}
