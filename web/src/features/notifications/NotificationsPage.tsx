import { Box, Button, Typography } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useClient, useNotifications } from '../../client/index.js';
import { useT, wordError } from '../../i18n/index.js';
import { BellIcon, EmptyState, ErrorNote } from '../../ui/index.js';
import { NotificationRow } from './NotificationRow.js';

/** Everything that wants one's attention, newest first, read or not. */
export function NotificationsPage() {
  const t = useT();
  const { notifications } = useClient();
  const { items, unread, hasMore } = useNotifications();
  const readAll = useMutation({ mutationFn: () => notifications.readAll() });
  const more = useMutation({ mutationFn: () => notifications.more() });
  const error = readAll.error ?? more.error;
  return (
    <Box sx={{ flex: 1, overflowY: 'auto', padding: { xs: 1, md: 4 }, display: 'flex', flexDirection: 'column' }}>
      <Box sx={{ inlineSize: '100%', maxInlineSize: 720, flex: 1, display: 'flex', flexDirection: 'column' }}>
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, padding: 1, minBlockSize: 52 }}>
          <Typography variant="h1" sx={{ flex: 1 }}>
            {t('notifications.title')}
          </Typography>
          {(unread ?? 0) > 0 && (
            <Button size="small" loading={readAll.isPending} onClick={() => readAll.mutate()}>
              {t('notifications.readAll')}
            </Button>
          )}
        </Box>
        {error && <ErrorNote message={wordError(t, error)} />}
        {unread !== null && items.length === 0 && <Nothing />}
        <Box component="ol" sx={{ listStyle: 'none', margin: 0, padding: 0 }}>
          {items.map((notification) => (
            <NotificationRow key={notification.id} notification={notification} />
          ))}
        </Box>
        {hasMore && (
          <Button sx={{ alignSelf: 'center', margin: 1 }} loading={more.isPending} onClick={() => more.mutate()}>
            {t('notifications.more')}
          </Button>
        )}
      </Box>
    </Box>
  );
}

function Nothing() {
  const t = useT();
  return (
    <EmptyState
      icon={<BellIcon sx={{ fontSize: 40 }} />}
      title={t('notifications.empty')}
      hint={t('notifications.emptyHint')}
    />
  );
}
