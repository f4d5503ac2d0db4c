import { TextField } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConversationItem } from '../../../../sdk/index.js';
import { useClient, useServerInfo } from '../../client/index.js';
import { useT, wordError } from '../../i18n/index.js';
import { ErrorNote } from '../../ui/index.js';
import { ConfirmDialog } from '../../ui/ConfirmDialog.js';

export function RenameGroup({ conversation, close }: { conversation: ConversationItem; close: () => void }) {
  const t = useT();
  const { conversations } = useClient().api;
  const [title, setTitle] = useState(conversation.title ?? '');
  const maxLength = useServerInfo()?.limits['titleCodePoints'];
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => conversations.rename(conversation.id, title.trim()),
    // The new title comes by the log, here as everywhere.
    onSuccess: close,
  });
  return (
    <ConfirmDialog
      title={t('members.rename')}
      confirm={t('members.renameConfirm')}
      disabled={title.trim() === ''}
      pending={isPending}
      onConfirm={mutate}
      close={close}
    >
      <TextField
        autoFocus
        required
        label={t('new.groupTitle')}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        onFocus={(event) => event.target.select()}
        slotProps={{ htmlInput: { maxLength } }}
      />
      {error && <ErrorNote message={wordError(t, error)} />}
    </ConfirmDialog>
  );
}
