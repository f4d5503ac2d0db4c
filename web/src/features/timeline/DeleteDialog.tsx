import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from '@mui/material';
import { useT } from '../../i18n/index.js';
import { useTools } from './tools.js';

export function DeleteDialog({ seq, close }: { seq: number; close: () => void }) {
  const t = useT();
  const { timeline, report } = useTools();
  const remove = () => {
    close();
    timeline.delete(seq).catch(report);
  };
  return (
    <Dialog open onClose={close} aria-labelledby="delete-message">
      <DialogTitle id="delete-message">{t('timeline.deleteTitle')}</DialogTitle>
      <DialogContent>
        <DialogContentText>{t('timeline.deleteHint')}</DialogContentText>
      </DialogContent>
      <DialogActions>
        <Button onClick={close} autoFocus>
          {t('common.cancel')}
        </Button>
        <Button color="error" onClick={remove}>
          {t('timeline.delete')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
