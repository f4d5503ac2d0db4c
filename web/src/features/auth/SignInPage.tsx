import { Button, Stack, TextField } from '@mui/material';
import { Navigate, useLocation } from 'react-router';
import { useClient, useEntry, useSessionEnd } from '../../client/index.js';
import { useT, wordError } from '../../i18n/index.js';
import { ErrorNote } from '../../ui/index.js';
import { PasswordField } from '../../ui/PasswordField.js';
import { views } from '../../views/index.js';
import { AuthCard, OtherWay } from './AuthCard.js';
import { useForm } from './use-form.js';

/** Signing in changes the client's user; the router then leads to where one wanted to go. */
export function SignInPage() {
  const t = useT();
  const client = useClient();
  const { search } = useLocation();
  const ended = useSessionEnd((state) => state.ended);
  const { busy, error, onSubmit } = useForm((field) =>
    client.login({ username: field('username'), password: field('password') }),
  );
  // Nobody can sign in where nobody has an account.
  if (useEntry()?.firstAccount) return <Navigate to={{ pathname: views.register, search }} replace />;
  return (
    <AuthCard title={t('auth.signInTitle')} hint={t('auth.signInHint', { host: location.host })}>
      <Stack component="form" spacing={2} onSubmit={onSubmit}>
        {ended && error === null && <ErrorNote message={t('auth.ended')} />}
        <TextField
          name="username"
          label={t('auth.username')}
          required
          autoFocus
          autoComplete="username"
          slotProps={{ htmlInput: { autoCapitalize: 'none', spellCheck: false } }}
        />
        <PasswordField autoComplete="current-password" />
        {error !== null && <ErrorNote message={wordError(t, error)} />}
        <Button type="submit" variant="contained" size="large" loading={busy}>
          {t('auth.signIn')}
        </Button>
        <OtherWay question={t('auth.noAccount')} to={views.register} label={t('auth.register')} />
      </Stack>
    </AuthCard>
  );
}
