import { useEffect } from 'react';
import type { NotificationSnapshot } from '../../../sdk/index.js';
import { useClient } from './context.js';
import { useObservable } from './observe.js';

/** What somebody wants of one: loaded when first asked for, live from then on. */
export function useNotifications(): NotificationSnapshot {
  const { notifications } = useClient();
  useEffect(() => {
    // Without an answer now, the next connection loads them.
    notifications.open().catch(() => undefined);
  }, [notifications]);
  return useObservable(notifications);
}
