import { Box, Skeleton } from '@mui/material';
import { useMemo } from 'react';
import type { ConversationItem } from '../../../../sdk/index.js';
import { useAskPresence, useConversation, useMembers } from '../../client/index.js';
import { useT, wordError } from '../../i18n/index.js';
import { ErrorNote } from '../../ui/index.js';
import { GroupActions } from './GroupActions.js';
import { Member } from './Member.js';

/** Who is in a conversation, who of them is there, and what one may change about it. */
export function Members({ conversationId, onLeft }: { conversationId: string; onLeft: () => void }) {
  const conversation = useConversation(conversationId);
  return conversation && <MemberList conversation={conversation} onLeft={onLeft} />;
}

function MemberList({ conversation, onLeft }: { conversation: ConversationItem; onLeft: () => void }) {
  const t = useT();
  const { members, error, again } = useMembers(conversation.id);
  const ids = useMemo(() => (members ?? []).map((member) => member.userId), [members]);
  useAskPresence(ids);
  if (error) return <ErrorNote message={wordError(t, error)} action={{ label: t('common.retry'), act: again }} />;
  return (
    <>
      <GroupActions conversation={conversation} memberIds={ids} onLeft={onLeft} />
      {!members && <Waiting rows={Math.min(conversation.memberCount, 8)} />}
      <Box component="ul" aria-label={t('members.title')} sx={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {members?.map((member) => (
          <Member key={member.userId} member={member} conversation={conversation} />
        ))}
      </Box>
    </>
  );
}

/** As high as the rows will be, so that nothing jumps. */
const Waiting = ({ rows }: { rows: number }) =>
  Array.from({ length: rows }, (_, row) => <Skeleton key={row} height={52} />);
