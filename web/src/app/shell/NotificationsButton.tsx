import { Box } from '@mui/material';
import { Link } from 'react-router';
import { useNotifications } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { Badge, BellIcon, IconButton } from '../../ui/index.js';
import { views } from '../../views/index.js';

/** The way to the notifications, with the server's count of unread ones. */
export function NotificationsButton() {
  const t = useT();
  const count = useNotifications().unread ?? 0;
  const label = count > 0 ? t('notifications.unread', { count }) : t('notifications.title');
  return (
    <Box sx={{ position: 'relative' }}>
      <IconButton label={label} component={Link} to={views.notifications}>
        <BellIcon />
      </IconButton>
      <Box aria-hidden sx={{ position: 'absolute', insetBlockStart: -4, insetInlineEnd: -6, pointerEvents: 'none' }}>
        <Badge filled count={count} label="" />
      </Box>
    </Box>
  );
}
