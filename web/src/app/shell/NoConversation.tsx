import { Button } from '@mui/material';
import { useT } from '../../i18n/index.js';
import { EmptyState, Mark } from '../../ui/index.js';
import { useDialog } from '../../views/index.js';

/** Beside the list while nothing is open. */
export function NoConversation() {
  const t = useT();
  const { show } = useDialog();
  const start = (
    <Button variant="contained" onClick={() => show('new')}>
      {t('shell.startNew')}
    </Button>
  );
  return (
    <EmptyState
      icon={<Mark sx={{ fontSize: 56 }} />}
      title={t('shell.pick')}
      hint={t('shell.pickHint')}
      action={start}
    />
  );
}
