import { Box, Typography } from '@mui/material';
import { useRef } from 'react';
import { Link } from 'react-router';
import type { NotificationView } from '../../../../sdk/index.js';
import { useClient, useUser } from '../../client/index.js';
import { useFormat, useT } from '../../i18n/index.js';
import { Avatar, CheckIcon, IconButton, visuallyHidden } from '../../ui/index.js';
import { views } from '../../views/index.js';
import { useConversationTitle, usePreview } from './use-about.js';

/** One notification: who wants what, where; opens it in its place. */
export function NotificationRow({ notification }: { notification: NotificationView }) {
  const t = useT();
  const { notifications } = useClient();
  const { id, kind, conversationId, seq, readAt } = notification;
  const unread = readAt === null;
  // Told again when it is opened the next time, if the server could not be reached.
  const read = () => void (unread && notifications.read(id).catch(() => undefined));
  const link = useRef<HTMLAnchorElement>(null);
  const readHere = () => {
    read();
    // The button goes away; the keyboard stays in the row.
    link.current?.focus();
  };
  const to = kind === 'invitation' ? views.conversation(conversationId) : views.message(conversationId, seq);
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 0.5,
        paddingInlineEnd: 1,
        borderRadius: 1,
        '&:hover': { bgcolor: 'action.hover' },
      }}
    >
      <Box
        component={Link}
        ref={link}
        to={to}
        onClick={read}
        sx={{
          flex: 1,
          minInlineSize: 0,
          display: 'flex',
          alignItems: 'center',
          gap: 1.5,
          padding: 1,
          minBlockSize: 60,
          color: 'text.primary',
          textDecoration: 'none',
          borderRadius: 1,
        }}
      >
        <About notification={notification} />
      </Box>
      <Box sx={{ inlineSize: 36, flex: 'none' }}>
        {unread && (
          <IconButton label={t('notifications.read')} onClick={readHere}>
            <CheckIcon />
          </IconButton>
        )}
      </Box>
    </Box>
  );
}

function About({ notification }: { notification: NotificationView }) {
  const t = useT();
  const format = useFormat();
  const { kind, conversationId, actorId, createdAt, readAt } = notification;
  const name = useUser(actorId)?.displayName ?? '…';
  const title = useConversationTitle(conversationId);
  const preview = usePreview(notification);
  return (
    <>
      <UnreadDot shown={readAt === null} />
      <Avatar id={actorId} name={name} size={36} />
      <Box sx={{ flex: 1, minInlineSize: 0 }}>
        <Typography variant="subtitle2" component="p" sx={{ fontWeight: readAt === null ? 700 : 500 }}>
          {t(`notifications.${kind}`, { name, title })}
        </Typography>
        {preview && (
          <Typography variant="body2" component="p" noWrap color="textSecondary">
            {preview}
          </Typography>
        )}
      </Box>
      <Typography
        variant="caption"
        component="time"
        dateTime={createdAt}
        title={format.full(createdAt)}
        color="textSecondary"
        sx={{ alignSelf: 'flex-start', marginBlockStart: '3px' }}
      >
        {format.short(createdAt)}
      </Typography>
    </>
  );
}

function UnreadDot({ shown }: { shown: boolean }) {
  const t = useT();
  return (
    <Box
      sx={{ flex: 'none', inlineSize: 8, blockSize: 8, borderRadius: '50%', bgcolor: shown ? 'primary.main' : null }}
    >
      {shown && <span style={visuallyHidden}>{t('notifications.isUnread')}</span>}
    </Box>
  );
}
