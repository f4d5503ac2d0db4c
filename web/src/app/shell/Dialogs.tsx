import { lazy, Suspense } from 'react';
import { useKey } from '../../keys/index.js';
import { useDialog } from '../../views/index.js';

const NewConversation = lazy(async () => ({
  default: (await import('../../features/new-conversation/index.js')).NewConversationDialog,
}));
const Keys = lazy(async () => ({ default: (await import('../../features/settings/index.js')).KeysDialog }));

/** The dialog that the address names. */
export function Dialogs() {
  const { open, show, close } = useDialog();
  useKey('help.keys', () => show('keys'));
  return (
    <Suspense>
      {open === 'new' && <NewConversation close={close} />}
      {open === 'keys' && <Keys close={close} />}
    </Suspense>
  );
}
