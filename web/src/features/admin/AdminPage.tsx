import { useT } from '../../i18n/index.js';
import { Page } from '../../ui/index.js';
import { DeadLetters } from './DeadLetters.js';
import { Health } from './Health.js';
import { Users } from './Users.js';

/** How the deployment is, who has an account, and what was given up on. */
export function AdminPage() {
  const t = useT();
  return (
    <Page title={t('admin.title')} width={860}>
      <Health />
      <Users />
      <DeadLetters />
    </Page>
  );
}
