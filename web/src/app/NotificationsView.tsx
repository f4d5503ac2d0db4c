import { NotificationsPage } from '../features/notifications/index.js';
import { NarrowBar } from './NarrowBar.js';

/** `/notifications` */
export function NotificationsView() {
  return (
    <>
      <NarrowBar />
      <NotificationsPage />
    </>
  );
}
