import { ListItemIcon, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router';
import { useMe } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { Avatar, IconButton, SettingsIcon, SignOutIcon } from '../../ui/index.js';
import { views } from '../../views/index.js';
import { useSignOut } from '../use-sign-out.js';

/** Who is signed in, and what concerns them alone. */
export function AccountMenu() {
  const t = useT();
  const me = useMe();
  const signOut = useSignOut();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = () => setAnchor(null);
  return (
    <>
      <IconButton
        label={t('shell.account', { name: me.displayName })}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Avatar id={me.id} name={me.displayName} size={28} />
      </IconButton>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={close}>
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
    </>
  );
}
