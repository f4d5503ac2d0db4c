import { Box } from '@mui/material';
import { Link } from 'react-router';
import { SettingsPage } from '../features/settings/index.js';
import { useT } from '../i18n/index.js';
import { BackIcon, IconButton } from '../ui/index.js';
import { views } from '../views/index.js';
import { ConnectionIndicator } from './shell/ConnectionIndicator.js';
import { onlyNarrow } from './shell/layout.js';
import { useSignOut } from './use-sign-out.js';

/** The settings with a way back where the list is not beside them. */
export function SettingsView() {
  const t = useT();
  return (
    <>
      <Box sx={{ ...onlyNarrow('flex'), alignItems: 'center', justifyContent: 'space-between', padding: 1 }}>
        <IconButton label={t('common.back')} component={Link} to={views.home}>
          <BackIcon />
        </IconButton>
        <ConnectionIndicator />
      </Box>
      <SettingsPage signOut={useSignOut()} />
    </>
  );
}
