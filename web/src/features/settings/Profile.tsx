import { Box, Button, TextField } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useClient, useMe, useServerInfo } from '../../client/index.js';
import { useT, wordError } from '../../i18n/index.js';
import { Avatar, ErrorNote } from '../../ui/index.js';
import { Done } from './Done.js';
import { Section } from './Section.js';

/** What others see of one. */
export function Profile() {
  const t = useT();
  const client = useClient();
  const me = useMe();
  const [typed, setTyped] = useState<string | null>(null);
  const name = typed ?? me.displayName;
  const maxLength = useServerInfo()?.limits['displayNameCodePoints'];
  const save = useMutation({
    mutationFn: () => client.updateProfile({ displayName: name.trim() }),
    onSuccess: () => setTyped(null),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Section title={t('settings.profile')}>
      <Box component="form" onSubmit={submit} sx={{ display: 'flex', alignItems: 'flex-start', gap: 1.5 }}>
        <Avatar id={me.id} name={name} size={40} />
        <TextField
          label={t('settings.displayName')}
          helperText={t('settings.displayNameHint')}
          value={name}
          required
          autoComplete="name"
          onChange={(event) => {
            setTyped(event.target.value);
            save.reset();
          }}
          slotProps={{ htmlInput: { maxLength } }}
        />
        <Button
          type="submit"
          variant="contained"
          disabled={name.trim() === '' || name.trim() === me.displayName}
          loading={save.isPending}
        >
          {t('settings.save')}
        </Button>
      </Box>
      {save.error && <ErrorNote message={wordError(t, save.error)} />}
      {save.isSuccess && <Done text={t('settings.saved')} />}
    </Section>
  );
}
