import { useMutation } from '@tanstack/react-query';
import type { ConversationItem } from '../../../../sdk/index.js';
import { useClient, useConversationName } from '../../client/index.js';
import { useT, wordError } from '../../i18n/index.js';
import { ErrorNote } from '../../ui/index.js';
import { ConfirmDialog } from '../../ui/ConfirmDialog.js';

interface LeaveGroupProps {
  conversation: ConversationItem;
  onLeft: () => void;
  close: () => void;
}

export function LeaveGroup({ conversation, onLeft, close }: LeaveGroupProps) {
  const t = useT();
  const { conversations } = useClient().api;
  const title = useConversationName(conversation);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => conversations.leave(conversation.id),
    onSuccess: onLeft,
  });
  return (
    <ConfirmDialog
      danger
      title={t('members.leaveTitle', { title })}
      hint={t('members.leaveHint')}
      confirm={t('members.leaveConfirm')}
      pending={isPending}
      onConfirm={mutate}
      close={close}
    >
      {error && <ErrorNote message={wordError(t, error)} />}
    </ConfirmDialog>
  );
}
