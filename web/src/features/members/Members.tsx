import { Box, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { allPages, type MemberView } from '../../../../sdk/index.js';
import { useAskPresence, useClient, useConversation, usePresence, useUser } from '../../client/index.js';
import { useT, wordError } from '../../i18n/index.js';
import { Avatar, ErrorNote, PresenceDot } from '../../ui/index.js';

/** Who is in a conversation, and who of them is there. */
export function Members({ conversationId }: { conversationId: string }) {
  const t = useT();
  const { api } = useClient();
  const count = useConversation(conversationId)?.memberCount;
  const { data, error, refetch } = useQuery({
    // Who joins or leaves changes the count, and with it the question.
    queryKey: ['members', conversationId, count],
    queryFn: () => allPages((cursor) => api.conversations.members(conversationId, { cursor, limit: 200 })),
  });
  useAskPresence(useMemo(() => (data ?? []).map((member) => member.userId), [data]));
  if (error)
    return <ErrorNote message={wordError(t, error)} action={{ label: t('common.retry'), act: () => void refetch() }} />;
  return (
    <Box component="ul" sx={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {data?.map((member) => (
        <Member key={member.userId} member={member} />
      ))}
    </Box>
  );
}

function Member({ member: { userId, role } }: { member: MemberView }) {
  const t = useT();
  const user = useUser(userId);
  const name = user?.displayName ?? '…';
  return (
    <Box component="li" sx={{ display: 'flex', alignItems: 'center', gap: 1.5, paddingBlock: 1 }}>
      <Avatar id={userId} name={name} size={36} corner={<PresenceDot status={usePresence(userId)} />} />
      <Box sx={{ flex: 1, minInlineSize: 0 }}>
        <Typography variant="subtitle2" component="p" noWrap>
          {name}
        </Typography>
        <Typography variant="caption" component="p" noWrap color="textSecondary">
          @{user?.username ?? '…'}
        </Typography>
      </Box>
      {role !== 'member' && (
        <Typography variant="caption" color="textSecondary">
          {t(role === 'owner' ? 'members.owner' : 'members.admin')}
        </Typography>
      )}
    </Box>
  );
}
