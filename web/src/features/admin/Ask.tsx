import type { UseMutationResult } from '@tanstack/react-query';
import { useT, wordError } from '../../i18n/index.js';
import { ErrorNote } from '../../ui/index.js';
import { ConfirmDialog } from '../../ui/ConfirmDialog.js';

interface AskProps {
  title: string;
  hint: string;
  confirm: string;
  danger?: boolean;
  /** What is done; it closes the dialog itself when it went well. */
  deed: Pick<UseMutationResult<unknown, Error, void>, 'mutate' | 'isPending' | 'error'>;
  close: () => void;
}

/** Asks before something is done to somebody else, and says in place what went wrong. */
export function Ask({ deed, ...dialog }: AskProps) {
  const t = useT();
  return (
    <ConfirmDialog {...dialog} pending={deed.isPending} onConfirm={() => deed.mutate()}>
      {deed.error && <ErrorNote message={wordError(t, deed.error)} />}
    </ConfirmDialog>
  );
}
