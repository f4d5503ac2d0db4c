import { Box } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { MessageView } from '../../../../sdk/index.js';
import { plainText, useClient, useSelected, useUser } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { views } from '../../views/index.js';
import { useTools } from './tools.js';

/** What a message answers, in one line; leads there. */
export function Quote({ seq }: { seq: number }) {
  const t = useT();
  const { timeline } = useTools();
  const message = useQuoted(seq);
  const author = useUser(message?.authorId ?? null);
  const text = message === undefined ? '…' : message.body === null ? t('timeline.quoteGone') : plainText(message.body);
  return (
    <Box
      component={Link}
      to={views.message(timeline.conversationId, seq)}
      sx={{
        display: 'block',
        paddingInlineStart: 1,
        marginBlock: '2px',
        borderInlineStart: '3px solid',
        borderColor: 'primary.main',
        color: 'text.secondary',
        textDecoration: 'none',
        typography: 'body2',
        overflow: 'hidden',
        textOverflow: 'ellipsis',
        whiteSpace: 'nowrap',
        '&:hover': { color: 'text.primary' },
      }}
    >
      <Box component="span" sx={{ fontWeight: 600, color: 'text.primary', marginInlineEnd: 1 }}>
        {author?.displayName ?? '…'}
      </Box>
      {text}
    </Box>
  );
}

/** From what is shown where it is there (so that an edit is seen), else asked for. */
function useQuoted(seq: number): MessageView | undefined {
  const { api } = useClient();
  const { timeline } = useTools();
  const here = useSelected(timeline, ({ items }) => {
    const item = items.find((one) => one.kind === 'message' && one.seq === seq);
    return item?.kind === 'message' ? item.message : undefined;
  });
  const { data } = useQuery({
    queryKey: ['message', timeline.conversationId, seq],
    queryFn: () => api.messages.get(timeline.conversationId, seq),
    enabled: here === undefined,
  });
  return here ?? data;
}
