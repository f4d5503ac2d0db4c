import { Box } from '@mui/material';
import type { ConversationItem } from '../../../../sdk/index.js';
import { plainText, useDraft, useMe, useUser } from '../../client/index.js';
import { useT } from '../../i18n/index.js';

/** Who is typing, else what oneself has begun to write, else the last message in one line, with its author where that is not obvious. */
export function LastLine({ conversation }: { conversation: ConversationItem }) {
  const t = useT();
  const me = useMe();
  const { kind, lastMessage, typing } = conversation;
  const draft = useDraft(conversation.id).body.trim();
  const typist = useUser(typing[0] ?? null);
  const author = useUser(lastMessage?.authorId ?? null);
  if (typing.length > 0) {
    const one =
      kind === 'direct'
        ? t('conversations.typing')
        : t('conversations.typingOne', { name: typist?.displayName ?? '…' });
    const text = typing.length > 1 ? t('conversations.typingSome', { count: typing.length }) : one;
    return (
      <Box component="span" sx={{ color: 'primary.main' }}>
        {text}
      </Box>
    );
  }
  if (draft !== '') return t('conversations.draft', { text: plainText(draft) });
  if (!lastMessage) return t('conversations.nothingYet');
  const text = lastMessage.body === null ? t('conversations.deleted') : plainText(lastMessage.body);
  if (lastMessage.authorId === me.id) return t('conversations.lineFrom', { name: t('common.you'), text });
  return kind === 'direct' ? text : t('conversations.lineFrom', { name: author?.displayName ?? '…', text });
}
