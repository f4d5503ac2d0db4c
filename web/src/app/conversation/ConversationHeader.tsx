import { Box, Typography } from '@mui/material';
import { memo } from 'react';
import { Link, useMatch } from 'react-router';
import type { ConversationItem } from '../../../../sdk/index.js';
import { usePresence } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { Avatar, BackIcon, IconButton, PeopleIcon } from '../../ui/index.js';
import { views } from '../../views/index.js';
import { ConnectionIndicator } from '../shell/ConnectionIndicator.js';
import { ConversationMenu } from './ConversationMenu.js';
import { onlyNarrow } from '../shell/layout.js';

type HeaderProps = Pick<ConversationItem, 'id' | 'kind' | 'peerId' | 'memberCount' | 'settings'> & { name: string };

/** What is open: its name, who is in it, and the ways to its side panels. Not rendered again for every message. */
export const ConversationHeader = memo(function ConversationHeader(props: HeaderProps) {
  const t = useT();
  const { id, kind, peerId, memberCount, settings, name } = props;
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
          {peerId ? <PresenceText userId={peerId} /> : t('conversations.members', { count: memberCount })}
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
      <ConversationMenu id={id} settings={settings} />
      <Box sx={onlyNarrow('block')}>
        <ConnectionIndicator />
      </Box>
    </Box>
  );
});

function PresenceText({ userId }: { userId: string }) {
  return useT()(`common.${usePresence(userId)}`);
}
