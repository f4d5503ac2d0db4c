import { Box, ButtonBase } from '@mui/material';
import { lazy, Suspense, useState } from 'react';
import { useClient, useObservable } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { nameOfPhase } from './connection-words.js';
import { useLasted } from './use-lasted.js';

const Meaning = lazy(async () => ({ default: (await import('./ConnectionMeaning.js')).ConnectionMeaning }));

/** Shorter interruptions are shown by the dot alone. */
const WORDY_AFTER_MS = 1_000;

const COLOURS = {
  live: 'success.main',
  connecting: 'text.secondary',
  'catching-up': 'warning.main',
  offline: 'error.main',
} as const;

/**
 * How the connection is, from the client library's state and nothing else, always in the same corner. Quiet while live;
 * what is not live is named once it lasts a second, and explained when asked.
 */
export function ConnectionIndicator() {
  const t = useT();
  const { phase, since } = useObservable(useClient().connection);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const lasting = useLasted(since, WORDY_AFTER_MS);
  const name = nameOfPhase(t, phase);
  return (
    <>
      <ButtonBase
        aria-label={t('connection.status', { state: name })}
        aria-haspopup="dialog"
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{
          blockSize: 36,
          minInlineSize: 36,
          gap: 1,
          paddingInline: 1.5,
          borderRadius: 1,
          typography: 'body2',
          '&:hover': { bgcolor: 'action.hover' },
        }}
      >
        <Box sx={{ inlineSize: 10, blockSize: 10, borderRadius: '50%', bgcolor: COLOURS[phase] }} />
        {phase !== 'live' && lasting && <span>{name}</span>}
      </ButtonBase>
      <Suspense>{anchor && <Meaning anchor={anchor} close={() => setAnchor(null)} />}</Suspense>
    </>
  );
}
