import { Button, Stack, TextField } from '@mui/material';
import { useClient, useEntry, useServerInfo } from '../../client/index.js';
import { useT, wordError } from '../../i18n/index.js';
import { ErrorNote } from '../../ui/index.js';
import { PasswordField } from '../../ui/PasswordField.js';
import { views } from '../../views/index.js';
import { AuthCard, OtherWay } from './AuthCard.js';
import { useForm } from './use-form.js';

export function RegisterPage() {
  const t = useT();
  const client = useClient();
  const { busy, error, onSubmit } = useForm((field) =>
    client.register({
      username: field('username'),
      password: field('password'),
      displayName: field('displayName').trim() || undefined,
    }),
  );
  const server = useServerInfo();
  const first = useEntry()?.firstAccount;
  const { usernameMin, usernameMax, displayNameCodePoints, passwordMin, passwordMax } = server?.limits ?? {};
  return (
    <AuthCard
      title={t('auth.registerTitle')}
      hint={t(first ? 'auth.firstHint' : 'auth.registerHint', { host: location.host })}
    >
      <Stack component="form" spacing={2} onSubmit={onSubmit}>
        {/* The first account can always be made. */}
        {server?.registration === 'closed' && first === false && (
          <ErrorNote message={t('errors.identity.registration_closed')} />
        )}
        <TextField
          name="username"
          label={t('auth.username')}
          helperText={server && t('auth.usernameHint', { min: usernameMin!, max: usernameMax! })}
          required
          autoFocus
          autoComplete="username"
          slotProps={{
            htmlInput: { minLength: usernameMin, maxLength: usernameMax, autoCapitalize: 'none', spellCheck: false },
          }}
        />
        <TextField
          name="displayName"
          label={t('auth.displayName')}
          helperText={t('auth.displayNameHint')}
          autoComplete="name"
          slotProps={{ htmlInput: { maxLength: displayNameCodePoints } }}
        />
        <PasswordField
          autoComplete="new-password"
          helperText={server && t('auth.passwordHint', { min: passwordMin! })}
          limits={{ minLength: passwordMin, maxLength: passwordMax }}
        />
        {error !== null && <ErrorNote message={wordError(t, error)} />}
        <Button type="submit" variant="contained" size="large" loading={busy}>
          {t('auth.register')}
        </Button>
        {!first && <OtherWay question={t('auth.haveAccount')} to={views.signIn} label={t('auth.signIn')} />}
      </Stack>
    </AuthCard>
  );
}
