import { useEffect } from 'react';
import { useClient, useSelected } from '../../client/index.js';
import { useT } from '../../i18n/index.js';

/** The tab says in how many conversations something is unread. */
export function useTitle(): void {
  const t = useT();
  const { conversations } = useClient();
  const count = useSelected(conversations, (all) => all.filter(({ unread }) => unread.messages > 0).length);
  useEffect(() => {
    document.title = count > 0 ? t('common.unreadTitle', { count }) : t('common.name');
    return () => void (document.title = t('common.name'));
  }, [t, count]);
}
