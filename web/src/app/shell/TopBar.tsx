import { Box, Typography } from '@mui/material';
import { Link } from 'react-router';
import { useT } from '../../i18n/index.js';
import { FilterIcon, IconButton, KeyboardIcon, Mark } from '../../ui/index.js';
import { useDialog, views } from '../../views/index.js';
import { AccountMenu } from './AccountMenu.js';
import { ConnectionIndicator } from './ConnectionIndicator.js';
import { onlyWide } from './layout.js';
import { NotificationsButton } from './NotificationsButton.js';

/** Across all columns: where one is at home, how the connection is, who one is. */
export function TopBar() {
  const t = useT();
  const { show } = useDialog();
  return (
    <Box
      component="header"
      sx={{ display: 'flex', alignItems: 'center', gap: 1, blockSize: 48, paddingInline: '16px 8px' }}
    >
      <Box
        component={Link}
        to={views.home}
        sx={{ display: 'flex', alignItems: 'center', gap: 1, color: 'text.primary', textDecoration: 'none' }}
      >
        <Mark sx={{ fontSize: 26 }} />
        <Typography component="span" sx={{ fontWeight: 700, fontSize: 17, letterSpacing: '-0.01em' }}>
          {t('common.name')}
        </Typography>
      </Box>
      <Box sx={{ flex: 1 }} />
      <IconButton label={t('keys.switcher')} shortcut="switcher.open" onClick={() => show('switcher')}>
        <FilterIcon />
      </IconButton>
      <NotificationsButton />
      <Box sx={onlyWide('block')}>
        <IconButton label={t('shell.keys')} shortcut="help.keys" onClick={() => show('keys')}>
          <KeyboardIcon />
        </IconButton>
      </Box>
      <AccountMenu />
      <ConnectionIndicator />
    </Box>
  );
}
