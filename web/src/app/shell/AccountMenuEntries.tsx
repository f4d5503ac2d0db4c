import { ListItemIcon, Menu, MenuItem } from '@mui/material';
import { Link } from 'react-router';
import { useT } from '../../i18n/index.js';
import { SettingsIcon, SignOutIcon } from '../../ui/index.js';
import { views } from '../../views/index.js';
import { useSignOut } from '../use-sign-out.js';

/** What the account's menu offers. */
export function AccountMenuEntries({ anchor, close }: { anchor: HTMLElement; close: () => void }) {
  const t = useT();
  const signOut = useSignOut();
  return (
    <Menu open anchorEl={anchor} onClose={close}>
      <MenuItem component={Link} to={views.settings} onClick={close}>
        <ListItemIcon>
          <SettingsIcon />
        </ListItemIcon>
        {t('shell.settings')}
      </MenuItem>
      <MenuItem onClick={signOut}>
        <ListItemIcon>
          <SignOutIcon />
        </ListItemIcon>
        {t('auth.signOut')}
      </MenuItem>
    </Menu>
  );
}
