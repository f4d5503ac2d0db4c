import { useNavigate } from 'react-router';
import type { ConversationItem } from '../../../../sdk/index.js';
import { useKey } from '../../keys/index.js';
import { views } from '../../views/index.js';
import { neighbour } from './order.js';

/** Walking through the list without a mouse. The focus stays where it is, so that one can go on writing. */
export function useListKeys(list: readonly ConversationItem[], current: string | undefined): void {
  const navigate = useNavigate();
  const step = (direction: 1 | -1, unreadOnly: boolean) => () => {
    const among = unreadOnly ? list.filter(({ id, unread }) => unread.messages > 0 || id === current) : list;
    const next = neighbour(among, current, direction);
    if (next) void navigate(views.conversation(next.id));
  };
  useKey('conversation.previous', step(-1, false));
  useKey('conversation.next', step(1, false));
  useKey('conversation.previousUnread', step(-1, true));
  useKey('conversation.nextUnread', step(1, true));
}
