import { Box, Button, ButtonBase, Popover, Typography } from '@mui/material';
import { useState } from 'react';
import type { ConnectionState } from '../../../../sdk/index.js';
import { useClient, useObservable } from '../../client/index.js';
import { type Translate, useFormat, useT } from '../../i18n/index.js';
import { useLasted } from './use-lasted.js';

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
  const state = useObservable(useClient().connection);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const lasting = useLasted(state.since, WORDY_AFTER_MS);
  const named = state.phase !== 'live' && lasting;
  const name = nameOf(t, state);
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
        <Box sx={{ inlineSize: 10, blockSize: 10, borderRadius: '50%', bgcolor: COLOURS[state.phase] }} />
        {named && <span>{name}</span>}
      </ButtonBase>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
      >
        <Meaning state={state} name={name} />
      </Popover>
    </>
  );
}

function Meaning({ state, name }: { state: ConnectionState; name: string }) {
  const t = useT();
  const client = useClient();
  return (
    <Box sx={{ padding: 2, maxInlineSize: 320 }}>
      <Typography variant="subtitle1">{name}</Typography>
      <Typography variant="body2" color="textSecondary">
        {useMeaning(state)}
      </Typography>
      {state.phase === 'offline' && (
        <Button size="small" sx={{ marginBlockStart: 1 }} onClick={() => void client.connect().catch(() => undefined)}>
          {t('connection.tryNow')}
        </Button>
      )}
    </Box>
  );
}

function nameOf(t: Translate, { phase }: ConnectionState): string {
  return t(phase === 'catching-up' ? 'connection.catchingUp' : `connection.${phase}`);
}

function useMeaning(state: ConnectionState): string {
  const t = useT();
  const format = useFormat();
  switch (state.phase) {
    case 'live':
      return t('connection.liveMeans');
    case 'connecting':
      return t('connection.connectingMeans');
    case 'catching-up':
      return t('connection.catchingUpMeans', { done: state.done, count: state.total });
    case 'offline':
      return t('connection.offlineMeans', { since: format.time(state.since) });
  }
}
