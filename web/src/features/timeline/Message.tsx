import { Box, Typography } from '@mui/material';
import type { TimelineItem, UserView } from '../../../../sdk/index.js';
import { useMe, useUser } from '../../client/index.js';
import { useFormat, useT } from '../../i18n/index.js';
import { Avatar } from '../../ui/index.js';
import { Failed } from './Failed.js';
import { MessageBody } from './MessageBody.js';
import { MessageTools } from './MessageTools.js';
import { Quote } from './Quote.js';
import { Reactions } from './Reactions.js';
import { sentAt } from './rows.js';
import { SendState } from './SendState.js';
import { useUsernames } from './use-names.js';

type MessageItem = Exclude<TimelineItem, { kind: 'notice' }>;

interface MessageProps {
  item: MessageItem;
  /** Under the name of the message before. */
  continued: boolean;
  /** Pointed at or focused: shows what can be done with it. */
  active: boolean;
  highlighted: boolean;
}

export function Message({ item, continued, active, highlighted }: MessageProps) {
  const me = useMe();
  const other = useUser(item.mine ? null : item.message.authorId);
  const author = item.mine ? me : other;
  const replyToSeq = item.kind === 'message' ? item.message.replyToSeq : item.local.replyToSeq;
  const deleted = item.kind === 'message' && item.message.deletedAt !== null;
  return (
    <Box
      data-highlighted={highlighted || undefined}
      sx={{
        display: 'flex',
        gap: 1.5,
        paddingInline: 2,
        paddingBlock: '2px',
        marginBlockStart: continued ? 0 : '10px',
        transition: 'background-color 140ms',
        bgcolor: highlighted ? 'background.tint' : active ? 'action.hover' : undefined,
      }}
    >
      <Gutter author={author} at={sentAt(item)} continued={continued} active={active} />
      <Box sx={{ flex: 1, minInlineSize: 0, maxInlineSize: 760 }}>
        {!continued && <Heading name={author?.displayName ?? '…'} at={sentAt(item)} />}
        {replyToSeq && !deleted ? <Quote seq={replyToSeq} /> : null}
        <Text item={item} me={me.username} />
        {item.kind === 'local' && item.state === 'failed' && <Failed local={item.local} />}
        {item.kind === 'message' && item.message.reactions.length > 0 && <Reactions message={item.message} />}
      </Box>
      {active && item.kind === 'message' && !deleted && <MessageTools message={item.message} mine={item.mine} />}
    </Box>
  );
}

function Text({ item, me }: { item: MessageItem; me: string }) {
  const t = useT();
  const body = item.kind === 'message' ? item.message.body : item.local.body;
  const edited = item.kind === 'message' && item.message.editedAt !== null && body !== null;
  const names = useUsernames(item.kind === 'message' ? item.message.mentions : NOBODY);
  const all = item.kind === 'message' && item.message.mentionsAll ? `${names} all` : names;
  return (
    <Box sx={{ display: 'flex', alignItems: 'flex-end', gap: 1 }}>
      <Box sx={{ minInlineSize: 0, typography: 'body1' }}>
        {body === null ? (
          <Box component="em" sx={{ color: 'text.secondary' }}>
            {t('timeline.deleted')}
          </Box>
        ) : (
          <MessageBody body={body} mentions={all} me={me} />
        )}
      </Box>
      {edited && (
        <Typography variant="caption" color="textSecondary" sx={{ flex: 'none', marginBlockEnd: '2px' }}>
          ({t('timeline.edited')})
        </Typography>
      )}
      {item.mine && body !== null && <SendState state={item.state} />}
    </Box>
  );
}

const NOBODY: readonly string[] = [];

/** The avatar of the first of a group; beside the others the time, for who looks for it. */
function Gutter(props: { author: UserView | null; at: string; continued: boolean; active: boolean }) {
  const { author, at, continued, active } = props;
  const format = useFormat();
  return (
    <Box sx={{ inlineSize: 36, flex: 'none', textAlign: 'end' }}>
      {!continued && <Avatar id={author?.id ?? ''} name={author?.displayName ?? ''} size={36} />}
      {continued && active && (
        <Typography
          variant="caption"
          component="time"
          dateTime={at}
          title={format.full(at)}
          color="textSecondary"
          noWrap
        >
          {format.time(at)}
        </Typography>
      )}
    </Box>
  );
}

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
