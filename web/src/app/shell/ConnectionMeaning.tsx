import { Box, Button, Popover, Typography } from '@mui/material';
import type { ConnectionState } from '../../../../sdk/index.js';
import { connect, useClient, useObservable } from '../../client/index.js';
import { useFormat, useT } from '../../i18n/index.js';
import { nameOfPhase } from './connection-words.js';

/** What the connection's state means for who reads and writes, and the one thing to do where there is one. */
export function ConnectionMeaning({ anchor, close }: { anchor: HTMLElement; close: () => void }) {
  const t = useT();
  const client = useClient();
  const state = useObservable(client.connection);
  const meaning = useMeaning(state);
  return (
    <Popover
      open
      anchorEl={anchor}
      onClose={close}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
      transformOrigin={{ vertical: 'top', horizontal: 'right' }}
      slotProps={{ paper: { role: 'dialog', 'aria-label': nameOfPhase(t, state.phase) } }}
    >
      <Box sx={{ padding: 2, maxInlineSize: 320 }}>
        <Typography variant="subtitle1">{nameOfPhase(t, state.phase)}</Typography>
        <Typography variant="body2" color="textSecondary">
          {meaning}
        </Typography>
        {state.phase === 'offline' && (
          <Button size="small" sx={{ marginBlockStart: 1 }} onClick={() => void connect(client)}>
            {t('connection.tryNow')}
          </Button>
        )}
      </Box>
    </Popover>
  );
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
