import { Box, Button } from '@mui/material';
import { useState } from 'react';
import type { ConversationItem } from '../../../../sdk/index.js';
import { useT } from '../../i18n/index.js';
import { AddIcon, EditIcon, SignOutIcon } from '../../ui/index.js';
import { AddPeople } from './AddPeople.js';
import { LeaveGroup } from './LeaveGroup.js';
import { rightsIn } from './permissions.js';
import { RenameGroup } from './RenameGroup.js';

interface GroupActionsProps {
  conversation: ConversationItem;
  memberIds: readonly string[];
  onLeft: () => void;
}

/** What one may do to the group as a whole; nothing in a direct conversation. */
export function GroupActions({ conversation, memberIds, onLeft }: GroupActionsProps) {
  const t = useT();
  const [open, setOpen] = useState<'add' | 'rename' | 'leave' | null>(null);
  const close = () => setOpen(null);
  const { add, rename, leave } = rightsIn(conversation);
  if (!leave) return null;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, paddingBlock: 1 }}>
      {add && (
        <Button size="small" variant="contained" startIcon={<AddIcon />} onClick={() => setOpen('add')}>
          {t('members.add')}
        </Button>
      )}
      {rename && (
        <Button
          size="small"
          variant="outlined"
          color="inherit"
          startIcon={<EditIcon />}
          onClick={() => setOpen('rename')}
        >
          {t('members.rename')}
        </Button>
      )}
      <Button
        size="small"
        variant="outlined"
        color="inherit"
        startIcon={<SignOutIcon />}
        onClick={() => setOpen('leave')}
      >
        {t('members.leave')}
      </Button>
      {open === 'add' && <AddPeople conversationId={conversation.id} memberIds={memberIds} close={close} />}
      {open === 'rename' && <RenameGroup conversation={conversation} close={close} />}
      {open === 'leave' && <LeaveGroup conversation={conversation} onLeft={onLeft} close={close} />}
    </Box>
  );
}
