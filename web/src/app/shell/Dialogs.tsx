import { lazy, Suspense } from 'react';
import { useKey } from '../../keys/index.js';
import { useDialog } from '../../views/index.js';

const NewConversation = lazy(async () => ({
  default: (await import('../../features/new-conversation/index.js')).NewConversationDialog,
}));
const Keys = lazy(async () => ({ default: (await import('../../features/settings/index.js')).KeysDialog }));
const Switcher = lazy(async () => ({ default: (await import('../../features/switcher/index.js')).SwitcherDialog }));

/** The dialog that the address names. */
export function Dialogs() {
  const { open, show, close } = useDialog();
  useKey('help.keys', () => show('keys'));
  useKey('switcher.open', () => show('switcher'));
  return (
    <Suspense>
      {open === 'new' && <NewConversation close={close} />}
      {open === 'switcher' && <Switcher close={close} />}
      {open === 'keys' && <Keys close={close} />}
    </Suspense>
  );
}
