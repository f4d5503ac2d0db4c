import { Box, Button, Skeleton } from '@mui/material';
import { useClient, useListed, useSelected } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { EmptyState } from '../../ui/index.js';

interface NothingProps {
  /** There are conversations, but none of the name asked for. */
  filtered: boolean;
  onNew: () => void;
}

/** In place of the rows, when there are none: it never says that there is nothing before that is known. */
export function Nothing({ filtered, onNew }: NothingProps) {
  const t = useT();
  const listed = useListed();
  const offline = useSelected(useClient().connection, (state) => state.phase === 'offline');
  if (filtered)
    return (
      <EmptyState
        title={t('conversations.noMatch')}
        hint={t('conversations.noMatchHint')}
        action={<New onNew={onNew} />}
      />
    );
  if (listed)
    return (
      <EmptyState title={t('conversations.empty')} hint={t('conversations.emptyHint')} action={<New onNew={onNew} />} />
    );
  if (offline) return <EmptyState title={t('conversations.offline')} hint={t('conversations.offlineHint')} />;
  return <Coming />;
}

function New({ onNew }: Pick<NothingProps, 'onNew'>) {
  const t = useT();
  return (
    <Button variant="contained" onClick={onNew}>
      {t('conversations.new')}
    </Button>
  );
}

/** The rows to come, in their size. */
function Coming() {
  const t = useT();
  return (
    <Box role="status" aria-label={t('common.loading')} sx={{ paddingInline: 2 }}>
      {Array.from({ length: 6 }, (_, row) => (
        <Box
          key={row}
          sx={(theme) => ({ display: 'flex', alignItems: 'center', gap: 1.5, blockSize: theme.density.row })}
        >
          <Skeleton variant="circular" width={40} height={40} />
          <Box sx={{ flex: 1 }}>
            <Skeleton width="60%" />
            <Skeleton width="85%" />
          </Box>
        </Box>
      ))}
    </Box>
  );
}
