import { ListItemIcon, Menu, MenuItem } from '@mui/material';
import { type ReactNode, useState } from 'react';
import type { MessageView } from '../../../../sdk/index.js';
import { useConversation } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { EditIcon, EyeIcon, LinkIcon, TrashIcon } from '../../ui/index.js';
import { views } from '../../views/index.js';
import { DeleteDialog } from './DeleteDialog.js';
import { ReadByDialog } from './ReadByDialog.js';
import { useTools } from './tools.js';

interface MessageMenuProps {
  anchor: HTMLElement | null;
  message: MessageView;
  mine: boolean;
  close: () => void;
}

export function MessageMenu({ anchor, message, mine, close }: MessageMenuProps) {
  const t = useT();
  const { edit, tell, report } = useTools();
  const role = useConversation(message.conversationId)?.role ?? 'member';
  const [dialog, setDialog] = useState<'delete' | 'read' | null>(null);
  const link = `${location.origin}${views.message(message.conversationId, message.seq)}`;
  const copy = () => void navigator.clipboard.writeText(link).then(() => tell(t('timeline.copied')), report);
  const entry = (icon: ReactNode, text: string, act: () => void) => (
    <MenuItem
      onClick={() => {
        close();
        act();
      }}
    >
      <ListItemIcon>{icon}</ListItemIcon>
      {text}
    </MenuItem>
  );
  return (
    <>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={close}>
        {mine && entry(<EditIcon />, t('timeline.edit'), () => edit(message))}
        {entry(<LinkIcon />, t('timeline.copyLink'), copy)}
        {entry(<EyeIcon />, t('timeline.readBy'), () => setDialog('read'))}
        {(mine || role !== 'member') && entry(<TrashIcon />, t('timeline.delete'), () => setDialog('delete'))}
      </Menu>
      {dialog === 'delete' && <DeleteDialog seq={message.seq} close={() => setDialog(null)} />}
      {dialog === 'read' && <ReadByDialog message={message} close={() => setDialog(null)} />}
    </>
  );
}
