import { Box, Typography } from '@mui/material';
import type { ConversationItem, MemberView } from '../../../../sdk/index.js';
import { useMe, usePresence, useUser } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { Avatar, PresenceDot } from '../../ui/index.js';
import { MemberMenu } from './MemberMenu.js';
import { rightsIn } from './permissions.js';

/** One member, and what one may do to them. */
export function Member({ member, conversation }: { member: MemberView; conversation: ConversationItem }) {
  const t = useT();
  const { userId, role } = member;
  const mine = useMe().id === userId;
  const user = useUser(userId);
  const name = user?.displayName ?? '…';
  const rights = rightsIn(conversation);
  const removable = !mine && rights.remove(role);
  return (
    <Box component="li" sx={{ display: 'flex', alignItems: 'center', gap: 1.5, paddingBlock: 1, minBlockSize: 52 }}>
      <Avatar id={userId} name={name} size={36} corner={<PresenceDot status={usePresence(userId)} />} />
      <Box sx={{ flex: 1, minInlineSize: 0 }}>
        <Typography variant="subtitle2" component="p" noWrap>
          {mine ? t('members.you', { name }) : name}
        </Typography>
        <Typography variant="caption" component="p" noWrap color="textSecondary">
          @{user?.username ?? '…'}
        </Typography>
      </Box>
      {role !== 'member' && (
        <Typography variant="caption" color="textSecondary">
          {t(`members.${role}`)}
        </Typography>
      )}
      {(rights.changeRoles || removable) && (
        <MemberMenu
          conversationId={conversation.id}
          member={member}
          name={name}
          roles={rights.changeRoles}
          removable={removable}
        />
      )}
    </Box>
  );
}
