import { Button, Stack } from '@mui/material';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useClient, useMe, useServerInfo } from '../../client/index.js';
import { useT, wordError } from '../../i18n/index.js';
import { ErrorNote } from '../../ui/index.js';
import { PasswordField } from '../../ui/PasswordField.js';
import { Done } from './Done.js';
import { Section } from './Section.js';

/** A new password; the server ends every other session with it. */
export function ChangePassword() {
  const t = useT();
  const { auth } = useClient().api;
  const { username } = useMe();
  const queries = useQueryClient();
  const [form, setForm] = useState({ currentPassword: '', newPassword: '' });
  const { passwordMin, passwordMax } = useServerInfo()?.limits ?? {};
  const change = useMutation({
    mutationFn: () => auth.changePassword(form),
    onSuccess: () => {
      setForm({ currentPassword: '', newPassword: '' });
      return queries.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  const field = (name: keyof typeof form) => ({
    name,
    value: form[name],
    onChange: (event: { target: { value: string } }) => {
      setForm({ ...form, [name]: event.target.value });
      change.reset();
    },
  });
  return (
    <Section title={t('settings.password')} hint={t('settings.passwordHint')}>
      <Stack component="form" spacing={2} onSubmit={submit} sx={{ maxInlineSize: 360 }}>
        {/* For the browser's store of passwords. */}
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <PasswordField
          label={t('settings.currentPassword')}
          autoComplete="current-password"
          {...field('currentPassword')}
        />
        <PasswordField
          label={t('settings.newPassword')}
          autoComplete="new-password"
          helperText={passwordMin && t('auth.passwordHint', { min: passwordMin })}
          limits={{ minLength: passwordMin, maxLength: passwordMax }}
          {...field('newPassword')}
        />
        {change.error && <ErrorNote message={wordError(t, change.error)} />}
        {change.isSuccess && <Done text={t('settings.passwordChanged')} />}
        <Button
          type="submit"
          variant="outlined"
          color="inherit"
          loading={change.isPending}
          sx={{ alignSelf: 'flex-start' }}
        >
          {t('settings.changePassword')}
        </Button>
      </Stack>
    </Section>
  );
}
