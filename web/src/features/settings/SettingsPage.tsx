import { Button, Typography } from '@mui/material';
import { useMe } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { Page } from '../../ui/index.js';
import { Appearance } from './Appearance.js';
import { ChangePassword } from './ChangePassword.js';
import { Profile } from './Profile.js';
import { Section } from './Section.js';
import { Sessions } from './Sessions.js';
import { SignIns } from './SignIns.js';

/** What one may change about oneself, the view, and where one is signed in. */
export function SettingsPage({ signOut }: { signOut: () => void }) {
  const t = useT();
  return (
    <Page title={t('settings.title')} width={640}>
      <Profile />
      <Appearance />
      <Account signOut={signOut} />
      <Sessions />
      <ChangePassword />
      <SignIns />
    </Page>
  );
}

function Account({ signOut }: { signOut: () => void }) {
  const t = useT();
  const { displayName, username } = useMe();
  return (
    <Section title={t('settings.account')}>
      <Typography variant="body2">{t('settings.signedInAs', { name: displayName, username })}</Typography>
      <Button variant="outlined" color="inherit" onClick={signOut} sx={{ alignSelf: 'flex-start' }}>
        {t('auth.signOut')}
      </Button>
    </Section>
  );
}
