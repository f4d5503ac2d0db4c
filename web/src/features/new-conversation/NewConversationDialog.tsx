import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Stack,
  TextField,
  ToggleButton,
  ToggleButtonGroup,
} from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import type { UserView } from '../../../../sdk/index.js';
import { useClient, useServerInfo, whenListed } from '../../client/index.js';
import { useT, wordError } from '../../i18n/index.js';
import { ErrorNote } from '../../ui/index.js';
import { views } from '../../views/index.js';
import { PeoplePicker } from '../../people/index.js';

type Kind = 'direct' | 'group';

/** Begins a conversation with one person, or makes a group, and leads there. */
export function NewConversationDialog({ close }: { close: () => void }) {
  const t = useT();
  const [kind, setKind] = useState<Kind>('direct');
  const [people, setPeople] = useState<UserView[]>([]);
  const [title, setTitle] = useState('');
  const begin = useBegin();
  const complete = kind === 'direct' ? people.length === 1 : title.trim() !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (complete) begin.mutate({ kind, people, title: title.trim() });
  };
  const change = (next: Kind | null) => {
    if (next === null) return;
    setKind(next);
    setPeople(people.slice(0, 1));
  };
  return (
    <Dialog open onClose={close} aria-labelledby="new-conversation">
      <form onSubmit={submit}>
        <DialogTitle id="new-conversation">{t('new.title')}</DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ paddingBlockStart: 1 }}>
            <KindSwitch kind={kind} change={change} />
            {kind === 'group' && <GroupTitle title={title} change={setTitle} />}
            <PeoplePicker key={kind} many={kind === 'group'} chosen={people} choose={setPeople} />
            {begin.error && <ErrorNote message={wordError(t, begin.error)} />}
          </Stack>
        </DialogContent>
        <DialogActions sx={{ padding: '8px 24px 20px' }}>
          <Button color="inherit" onClick={close}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={!complete} loading={begin.isPending}>
            {t(kind === 'direct' ? 'new.open' : 'new.create')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function useBegin() {
  const client = useClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ kind, people, title }: { kind: Kind; people: UserView[]; title: string }) => {
      const userIds = people.map((person) => person.id);
      const { conversations } = client.api;
      return kind === 'direct' ? conversations.direct(userIds[0]!) : conversations.group({ title, userIds });
    },
    onSuccess: async ({ id }, { people }) => {
      client.users.learn(people);
      await whenListed(client, id);
      return navigate(views.conversation(id), { replace: true });
    },
  });
}

function KindSwitch({ kind, change }: { kind: Kind; change: (kind: Kind | null) => void }) {
  const t = useT();
  return (
    <ToggleButtonGroup
      exclusive
      fullWidth
      size="small"
      color="primary"
      value={kind}
      aria-label={t('new.title')}
      onChange={(_, value: Kind | null) => change(value)}
    >
      <ToggleButton value="direct">{t('new.direct')}</ToggleButton>
      <ToggleButton value="group">{t('new.group')}</ToggleButton>
    </ToggleButtonGroup>
  );
}

function GroupTitle({ title, change }: { title: string; change: (title: string) => void }) {
  const t = useT();
  const maxLength = useServerInfo()?.limits['titleCodePoints'];
  return (
    <TextField
      label={t('new.groupTitle')}
      value={title}
      required
      onChange={(event) => change(event.target.value)}
      slotProps={{ htmlInput: { maxLength } }}
    />
  );
}
