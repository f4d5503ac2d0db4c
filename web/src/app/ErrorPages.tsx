import { Box, Button } from '@mui/material';
import { Component, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useT } from '../i18n/index.js';
import { EmptyState, Mark } from '../ui/index.js';
import { views } from '../views/index.js';

/** An address that means nothing. */
export function NotFoundPage() {
  const t = useT();
  const home = (
    <Button variant="contained" component={Link} to={views.home}>
      {t('common.home')}
    </Button>
  );
  return <EmptyState whole title={t('common.notFound')} hint={t('common.notFoundHint')} action={home} />;
}

/** Shows a page of its own instead of a view that threw, or whose code could not be fetched. */
export class CrashBoundary extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError(): { crashed: boolean } {
    return { crashed: true };
  }

  override render(): ReactNode {
    return this.state.crashed ? <CrashPage /> : this.props.children;
  }
}

function CrashPage() {
  const t = useT();
  const reload = (
    <Button variant="contained" onClick={() => location.reload()}>
      {t('common.reload')}
    </Button>
  );
  return (
    <Box role="alert" sx={{ blockSize: '100dvh', display: 'flex' }}>
      <EmptyState
        icon={<Mark sx={{ fontSize: 44 }} />}
        title={t('common.crashed')}
        hint={t('common.crashedHint')}
        action={reload}
      />
    </Box>
  );
}
