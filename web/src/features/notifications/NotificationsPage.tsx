import { Box, Button } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useClient, useNotifications } from '../../client/index.js';
import { useT, wordError } from '../../i18n/index.js';
import { BellIcon, EmptyState, ErrorNote, Page } from '../../ui/index.js';
import { NotificationRow } from './NotificationRow.js';

/** Everything that wants one's attention, newest first, read or not. */
export function NotificationsPage() {
  const t = useT();
  const { notifications } = useClient();
  const { items, unread, hasMore } = useNotifications();
  const readAll = useMutation({ mutationFn: () => notifications.readAll() });
  const more = useMutation({ mutationFn: () => notifications.more() });
  const error = readAll.error ?? more.error;
  const markAll = (unread ?? 0) > 0 && (
    <Button size="small" loading={readAll.isPending} onClick={() => readAll.mutate()}>
      {t('notifications.readAll')}
    </Button>
  );
  return (
    <Page title={t('notifications.title')} width={720} action={markAll}>
      {error && <ErrorNote message={wordError(t, error)} />}
      {unread !== null && items.length === 0 && <Nothing />}
      {items.length > 0 && (
        <Box component="ol" sx={{ listStyle: 'none', padding: 0 }}>
          {items.map((notification) => (
            <NotificationRow key={notification.id} notification={notification} />
          ))}
        </Box>
      )}
      {hasMore && (
        <Button sx={{ alignSelf: 'center' }} loading={more.isPending} onClick={() => more.mutate()}>
          {t('notifications.more')}
        </Button>
      )}
    </Page>
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
