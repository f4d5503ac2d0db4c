import { Button } from '@mui/material';
import { Link } from 'react-router';
import { useMe } from '../client/index.js';
import { AdminPage } from '../features/admin/index.js';
import { useT } from '../i18n/index.js';
import { EmptyState } from '../ui/index.js';
import { views } from '../views/index.js';
import { NarrowBar } from './NarrowBar.js';

/** `/admin`; the server refuses everybody else whatever is shown here. */
export function AdminView() {
  const { isAdmin } = useMe();
  return (
    <>
      <NarrowBar />
      {isAdmin ? <AdminPage /> : <Refused />}
    </>
  );
}

function Refused() {
  const t = useT();
  const home = (
    <Button variant="contained" component={Link} to={views.home}>
      {t('common.home')}
    </Button>
  );
  return <EmptyState whole title={t('admin.refused')} hint={t('admin.refusedHint')} action={home} />;
}
