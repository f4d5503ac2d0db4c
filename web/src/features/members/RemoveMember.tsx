import { useMutation } from '@tanstack/react-query';
import { useClient } from '../../client/index.js';
import { useT, wordError } from '../../i18n/index.js';
import { ErrorNote } from '../../ui/index.js';
import { ConfirmDialog } from '../../ui/ConfirmDialog.js';

interface RemoveMemberProps {
  conversationId: string;
  userId: string;
  name: string;
  close: () => void;
}

export function RemoveMember({ conversationId, userId, name, close }: RemoveMemberProps) {
  const t = useT();
  const { conversations } = useClient().api;
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => conversations.removeMember(conversationId, userId),
    onSuccess: close,
  });
  return (
    <ConfirmDialog
      danger
      title={t('members.removeTitle', { name })}
      hint={t('members.removeHint')}
      confirm={t('members.removeConfirm')}
      pending={isPending}
      onConfirm={mutate}
      close={close}
    >
      {error && <ErrorNote message={wordError(t, error)} />}
    </ConfirmDialog>
  );
}
