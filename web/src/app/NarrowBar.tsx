import { Box } from '@mui/material';
import { Link } from 'react-router';
import { useT } from '../i18n/index.js';
import { BackIcon, IconButton } from '../ui/index.js';
import { views } from '../views/index.js';
import { ConnectionIndicator } from './shell/ConnectionIndicator.js';
import { onlyNarrow } from './shell/layout.js';

/** Over a page that is no conversation: the way back where the list is not beside it. */
export function NarrowBar() {
  const t = useT();
  return (
    <Box sx={{ ...onlyNarrow('flex'), alignItems: 'center', justifyContent: 'space-between', padding: 1 }}>
      <IconButton label={t('common.back')} component={Link} to={views.home}>
        <BackIcon />
      </IconButton>
      <ConnectionIndicator />
    </Box>
  );
}
