import { Typography } from '@mui/material';
import { useConversation, useUser } from '../../client/index.js';
import { useT } from '../../i18n/index.js';

/** Who is typing here. Its room is kept, so that nothing moves when somebody begins. */
export function TypingLine({ conversationId }: { conversationId: string }) {
  const t = useT();
  const typing = useConversation(conversationId)?.typing ?? [];
  const first = useUser(typing[0] ?? null);
  const one = t('conversations.typingOne', { name: first?.displayName ?? '…' });
  const text = typing.length > 1 ? t('conversations.typingSome', { count: typing.length }) : one;
  return (
    <Typography
      variant="caption"
      component="p"
      noWrap
      color="textSecondary"
      sx={{ blockSize: 24, paddingInline: 1.5, paddingBlockStart: '2px' }}
    >
      {typing.length > 0 && text}
    </Typography>
  );
}
