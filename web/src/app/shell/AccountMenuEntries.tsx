import { ListItemIcon, Menu, MenuItem } from '@mui/material';
import { Link } from 'react-router';
import { useMe } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { AdminIcon, SettingsIcon, SignOutIcon } from '../../ui/index.js';
import { views } from '../../views/index.js';
import { useSignOut } from '../use-sign-out.js';

/** What the account's menu offers. */
export function AccountMenuEntries({ anchor, close }: { anchor: HTMLElement; close: () => void }) {
  const t = useT();
  const { isAdmin } = useMe();
  const signOut = useSignOut();
  return (
    <Menu open anchorEl={anchor} onClose={close}>
      <MenuItem component={Link} to={views.settings} onClick={close}>
        <ListItemIcon>
          <SettingsIcon />
        </ListItemIcon>
        {t('shell.settings')}
      </MenuItem>
      {isAdmin && (
        <MenuItem component={Link} to={views.admin} onClick={close}>
          <ListItemIcon>
            <AdminIcon />
          </ListItemIcon>
          {t('admin.title')}
        </MenuItem>
      )}
      <MenuItem onClick={signOut}>
        <ListItemIcon>
          <SignOutIcon />
        </ListItemIcon>
        {t('auth.signOut')}
      </MenuItem>
    </Menu>
  );
}
