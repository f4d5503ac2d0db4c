import { Box, ListItemButton, Typography } from '@mui/material';
import { memo } from 'react';
import { Link } from 'react-router';
import type { ConversationItem } from '../../../../sdk/index.js';
import { useConversationName, usePresence } from '../../client/index.js';
import { useFormat, useT } from '../../i18n/index.js';
import { Avatar, BellOffIcon, PresenceDot, StarIcon, Unread } from '../../ui/index.js';
import { views } from '../../views/index.js';
import { LastLine } from './LastLine.js';

interface RowProps {
  conversation: ConversationItem;
  selected: boolean;
}

/** One conversation of the list. Renders again only when it changed itself. */
export const ConversationRow = memo(function ConversationRow({ conversation, selected }: RowProps) {
  const format = useFormat();
  const name = useConversationName(conversation);
  const { id, kind, peerId, unread, lastMessage, lastActivityAt, settings } = conversation;
  const bold = unread.messages > 0 && !settings.muted;
  return (
    <ListItemButton
      component={Link}
      to={views.conversation(id)}
      selected={selected}
      aria-current={selected ? 'page' : undefined}
      sx={(theme) => ({
        gap: 1.5,
        marginInline: 1,
        paddingInline: 1,
        paddingBlock: 0,
        blockSize: theme.density.row,
        borderRadius: 1,
        '&.Mui-selected, &.Mui-selected:hover': {
          bgcolor: 'background.tint',
          '--ground': theme.vars.palette.background.tint,
        },
        '&:focus-visible': { outlineOffset: -2 },
      })}
    >
      <RowAvatar id={peerId ?? id} name={name} square={kind === 'group'} peerId={peerId} />
      <Box sx={{ flex: 1, minInlineSize: 0 }}>
        <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 1 }}>
          <Typography
            variant="subtitle1"
            component="span"
            noWrap
            sx={{ flex: 1, fontWeight: bold ? 700 : 500, color: settings.muted ? 'text.secondary' : undefined }}
          >
            {name}
          </Typography>
          <Marks settings={settings} />
          {lastMessage && (
            <Typography variant="caption" component="time" dateTime={lastActivityAt} sx={{ color: 'text.secondary' }}>
              {format.short(lastActivityAt)}
            </Typography>
          )}
        </Box>
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, color: bold ? 'text.primary' : 'text.secondary' }}>
          <Typography variant="body2" component="span" noWrap sx={{ flex: 1 }}>
            <LastLine conversation={conversation} />
          </Typography>
          <Unread unread={unread} muted={settings.muted} />
        </Box>
      </Box>
    </ListItemButton>
  );
});

function RowAvatar({ id, name, square, peerId }: { id: string; name: string; square: boolean; peerId: string | null }) {
  return <Avatar id={id} name={name} square={square} corner={peerId && <Presence userId={peerId} />} />;
}

const Presence = ({ userId }: { userId: string }) => <PresenceDot status={usePresence(userId)} />;

/** What its user has set it to be. */
function Marks({ settings: { favourite, muted } }: Pick<ConversationItem, 'settings'>) {
  const t = useT();
  const sx = { fontSize: 16, color: 'text.secondary', alignSelf: 'center' };
  return (
    <>
      {favourite && <StarIcon titleAccess={t('conversations.favourite')} sx={{ ...sx, color: 'primary.main' }} />}
      {muted && <BellOffIcon titleAccess={t('conversations.muted')} sx={sx} />}
    </>
  );
}
