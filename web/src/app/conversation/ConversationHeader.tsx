import { Box, Typography } from '@mui/material';
import { Link, useMatch } from 'react-router';
import type { ConversationItem } from '../../../../sdk/index.js';
import { usePresence } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { Avatar, BackIcon, IconButton, PeopleIcon } from '../../ui/index.js';
import { views } from '../../views/index.js';
import { ConnectionIndicator } from '../shell/ConnectionIndicator.js';
import { ConversationMenu } from './ConversationMenu.js';
import { onlyNarrow } from '../shell/layout.js';

/** What is open: its name, who is in it, and the ways to its side panels. */
export function ConversationHeader({ conversation, name }: { conversation: ConversationItem; name: string }) {
  const t = useT();
  const { id, kind, peerId } = conversation;
  const members = views.members(id);
  const open = useMatch(members) !== null;
  return (
    <Box
      component="header"
      sx={{
        flex: 'none',
        display: 'flex',
        alignItems: 'center',
        gap: 1.5,
        blockSize: 56,
        paddingInline: { xs: '4px 8px', md: '16px 8px' },
        borderBlockEnd: '1px solid',
        borderColor: 'divider',
      }}
    >
      <Box sx={onlyNarrow('block')}>
        <IconButton label={t('common.back')} component={Link} to={views.home}>
          <BackIcon />
        </IconButton>
      </Box>
      <Avatar id={peerId ?? id} name={name} size={32} square={kind === 'group'} />
      <Box sx={{ flex: 1, minInlineSize: 0 }}>
        <Typography variant="h2" component="h1" noWrap>
          {name}
        </Typography>
        <Typography variant="caption" component="p" noWrap color="textSecondary">
          {peerId ? <PresenceText userId={peerId} /> : t('conversations.members', { count: conversation.memberCount })}
        </Typography>
      </Box>
      <IconButton
        label={t('members.title')}
        component={Link}
        to={open ? views.conversation(id) : members}
        aria-expanded={open}
      >
        <PeopleIcon />
      </IconButton>
      <ConversationMenu conversation={conversation} />
      <Box sx={onlyNarrow('block')}>
        <ConnectionIndicator />
      </Box>
    </Box>
  );
}

function PresenceText({ userId }: { userId: string }) {
  return useT()(`common.${usePresence(userId)}`);
}
