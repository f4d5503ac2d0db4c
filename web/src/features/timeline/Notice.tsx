import { Typography } from '@mui/material';
import type { AnyConversationEvent } from '../../../../sdk/index.js';
import { useUser } from '../../client/index.js';
import { type Translate, useT } from '../../i18n/index.js';

/** An entry of the log that is no message: who came, who left, a new title. Nothing for what this client does not know. */
export function Notice({ event }: { event: AnyConversationEvent }) {
  const t = useT();
  const actor = useUser(event.actorId);
  const other = useUser('userId' in event.data ? event.data.userId : null);
  const text = wordNotice(t, event, actor?.displayName ?? '…', other?.displayName ?? '…');
  if (text === null) return null;
  return (
    <Typography
      variant="caption"
      component="p"
      color="textSecondary"
      sx={{ margin: 0, paddingBlock: 1, textAlign: 'center' }}
    >
      {text}
    </Typography>
  );
}

function wordNotice(t: Translate, event: AnyConversationEvent, name: string, other: string): string | null {
  switch (event.type) {
    case 'groups.conversation-created.v1':
      return t('timeline.notice.created', { name });
    case 'groups.member-added.v1':
      return t('timeline.notice.added', { name, other });
    case 'groups.member-removed.v1':
      return t('timeline.notice.removed', { name, other });
    case 'groups.member-left.v1':
      return t('timeline.notice.left', { name });
    case 'groups.role-changed.v1':
      return t('timeline.notice.role', { name, other });
    case 'groups.title-changed.v1':
      return t('timeline.notice.title', { name, title: event.data.title });
    default:
      return null;
  }
}
