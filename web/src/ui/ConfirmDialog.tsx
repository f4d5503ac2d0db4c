import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack, Typography } from '@mui/material';
import { type ReactNode, useId } from 'react';
import { useT } from '../i18n/index.js';

interface ConfirmDialogProps {
  title: string;
  /** What follows from it. */
  hint?: string;
  /** What the button says: the thing itself, never "OK". */
  confirm: string;
  /** It takes something away. */
  danger?: boolean;
  disabled?: boolean;
  pending?: boolean;
  onConfirm: () => void;
  close: () => void;
  /** Fields, and what went wrong. */
  children?: ReactNode;
}

/** Asks before something is done; Enter does it, Esc does not. */
export function ConfirmDialog({ title, hint, confirm, danger, close, onConfirm, ...props }: ConfirmDialogProps) {
  const t = useT();
  const id = useId();
  const submit = (event: { preventDefault: () => void }) => {
    event.preventDefault();
    if (!props.disabled && !props.pending) onConfirm();
  };
  return (
    <Dialog open onClose={close} aria-labelledby={id}>
      <form onSubmit={submit}>
        <DialogTitle id={id}>{title}</DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ paddingBlockStart: 1 }}>
            {hint && <Typography color="textSecondary">{hint}</Typography>}
            {props.children}
          </Stack>
        </DialogContent>
        <DialogActions sx={{ padding: '8px 24px 20px' }}>
          <Button color="inherit" onClick={close}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            variant="contained"
            color={danger ? 'error' : 'primary'}
            disabled={props.disabled}
            loading={props.pending}
          >
            {confirm}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
