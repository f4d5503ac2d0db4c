import { SettingsPage } from '../features/settings/index.js';
import { NarrowBar } from './NarrowBar.js';
import { useSignOut } from './use-sign-out.js';

/** `/settings` */
export function SettingsView() {
  return (
    <>
      <NarrowBar />
      <SettingsPage signOut={useSignOut()} />
    </>
  );
}
