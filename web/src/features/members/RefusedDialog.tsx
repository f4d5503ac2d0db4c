import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useId } from 'react';
import { useT, wordError } from '../../i18n/index.js';

/** What the server refused, in words, where the menu it was chosen from is gone. */
export function RefusedDialog({ title, error, close }: { title: string; error: unknown; close: () => void }) {
  const t = useT();
  const id = useId();
  return (
    <Dialog open role="alertdialog" onClose={close} aria-labelledby={id}>
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent>{wordError(t, error)}</DialogContent>
      <DialogActions sx={{ padding: '8px 24px 20px' }}>
        <Button variant="contained" onClick={close}>
          {t('common.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
