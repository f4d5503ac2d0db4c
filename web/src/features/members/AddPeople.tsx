import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { UserView } from '../../../../sdk/index.js';
import { useClient } from '../../client/index.js';
import { useT, wordError } from '../../i18n/index.js';
import { PeoplePicker } from '../../people/index.js';
import { ErrorNote } from '../../ui/index.js';
import { ConfirmDialog } from '../../ui/ConfirmDialog.js';

interface AddPeopleProps {
  conversationId: string;
  /** Those who are in it already are not offered. */
  memberIds: readonly string[];
  close: () => void;
}

export function AddPeople({ conversationId, memberIds, close }: AddPeopleProps) {
  const t = useT();
  const client = useClient();
  const [people, setPeople] = useState<UserView[]>([]);
  const members = useMemo(() => new Set(memberIds), [memberIds]);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () =>
      client.api.conversations.addMembers(
        conversationId,
        people.map(({ id }) => id),
      ),
    onSuccess: () => {
      client.users.learn(people);
      close();
    },
  });
  return (
    <ConfirmDialog
      title={t('members.add')}
      confirm={t('members.addConfirm')}
      disabled={people.length === 0}
      pending={isPending}
      onConfirm={mutate}
      close={close}
    >
      <PeoplePicker many chosen={people} choose={setPeople} without={members} />
      {error && <ErrorNote message={wordError(t, error)} />}
    </ConfirmDialog>
  );
}
