import { Box, Typography } from '@mui/material';
import { memo } from 'react';
import type { TimelineItem, UserView } from '../../../../sdk/index.js';
import { useMe, useUser } from '../../client/index.js';
import { useFormat, useT } from '../../i18n/index.js';
import { Avatar } from '../../ui/index.js';
import { sentAt } from './grouping.js';
import { MessageBody } from './MessageBody.js';
import { SendState } from './SendState.js';

type MessageItem = Exclude<TimelineItem, { kind: 'notice' }>;

interface MessageProps {
  item: MessageItem;
  /** Under the name of the message before. */
  continued: boolean;
}

/** One message. Renders again only when it, or its author, changed. */
export const Message = memo(function Message({ item, continued }: MessageProps) {
  const t = useT();
  const me = useMe();
  const other = useUser(item.mine ? null : item.message.authorId);
  const body = item.kind === 'message' ? item.message.body : item.local.body;
  const edited = item.kind === 'message' && item.message.editedAt !== null;
  return (
    <Box
      component="li"
      data-seq={item.kind === 'message' ? item.seq : undefined}
      sx={{
        display: 'flex',
        gap: 1.5,
        paddingInline: 2,
        marginBlockStart: continued ? '2px' : 1.5,
        '&:hover': { bgcolor: 'action.hover' },
      }}
    >
      <Box sx={{ inlineSize: 36, flex: 'none' }}>{!continued && <AuthorAvatar user={item.mine ? me : other} />}</Box>
      <Box sx={{ flex: 1, minInlineSize: 0, maxInlineSize: 760 }}>
        {!continued && <Heading name={(item.mine ? me : other)?.displayName ?? '…'} at={sentAt(item)} />}
        <Box sx={{ display: 'flex', alignItems: 'flex-end', gap: 1 }}>
          <Box sx={{ minInlineSize: 0, typography: 'body1' }}>
            {body === null ? <em>{t('timeline.deleted')}</em> : <MessageBody body={body} />}
          </Box>
          {edited && (
            <Typography variant="caption" color="textSecondary">
              ({t('timeline.edited')})
            </Typography>
          )}
          {item.mine && body !== null && <SendState state={item.state} />}
        </Box>
      </Box>
    </Box>
  );
});

const AuthorAvatar = ({ user }: { user: UserView | null }) => (
  <Avatar id={user?.id ?? ''} name={user?.displayName ?? ''} size={36} />
);

function Heading({ name, at }: { name: string; at: string }) {
  const format = useFormat();
  return (
    <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 1 }}>
      <Typography variant="subtitle1" component="span">
        {name}
      </Typography>
      <Typography variant="caption" component="time" dateTime={at} title={format.full(at)} color="textSecondary">
        {format.time(at)}
      </Typography>
    </Box>
  );
}
