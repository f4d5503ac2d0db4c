import { ListItemIcon, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import type { ConversationItem, SettingsChange } from '../../../../sdk/index.js';
import { useClient } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { BellIcon, BellOffIcon, IconButton, MoreIcon, StarIcon } from '../../ui/index.js';

/** What its user may set a conversation to be, for himself alone. */
export function ConversationMenu({ id, settings }: Pick<ConversationItem, 'id' | 'settings'>) {
  const t = useT();
  const { conversations } = useClient();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const set = (change: SettingsChange) => {
    setAnchor(null);
    // Without an answer it stays as it is shown, and can be set again.
    conversations.setSettings(id, change).catch(() => undefined);
  };
  return (
    <>
      <IconButton
        label={t('conversations.more')}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <MoreIcon />
      </IconButton>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        <MenuItem onClick={() => set({ favourite: !settings.favourite })}>
          <ListItemIcon>
            <StarIcon />
          </ListItemIcon>
          {t(settings.favourite ? 'conversations.noFavourite' : 'conversations.makeFavourite')}
        </MenuItem>
        <MenuItem onClick={() => set({ muted: !settings.muted })}>
          <ListItemIcon>{settings.muted ? <BellIcon /> : <BellOffIcon />}</ListItemIcon>
          {t(settings.muted ? 'conversations.unmute' : 'conversations.mute')}
        </MenuItem>
      </Menu>
    </>
  );
}
