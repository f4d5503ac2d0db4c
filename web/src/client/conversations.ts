import { useMemo } from 'react';
import type { ConversationItem, Draft, UserView } from '../../../sdk/index.js';
import { type Translate, useT } from '../i18n/index.js';
import { useClient } from './context.js';
import { useFrameSelected, useObservable } from './observe.js';
import { useUser } from './people.js';

/** One conversation; null while it is not known, or when it is not one's own. */
export function useConversation(id: string): ConversationItem | null {
  const { conversations } = useClient();
  return useFrameSelected(conversations, () => conversations.item(id));
}

/** Whether the list of conversations is complete: only then a missing one does not exist. */
export function useListed(): boolean {
  return useObservable(useClient().conversations.complete);
}

/** What oneself has begun to write there, on whichever device. */
export function useDraft(id: string): Draft {
  return useObservable(useClient().drafts.of(id));
}

type Named = Pick<ConversationItem, 'kind' | 'title'>;

/** What a conversation is called: a group's title, or the other one's name. */
export function useConversationName(conversation: Named & { peerId: string | null }): string {
  const t = useT();
  return nameOf(t, conversation, useUser(conversation.peerId));
}

/** The same for many at once. */
export function useConversationNamer(): (conversation: ConversationItem) => string {
  const t = useT();
  const known = useObservable(useClient().users.view);
  return useMemo(() => (c: ConversationItem) => nameOf(t, c, known.get(c.peerId ?? '') ?? null), [t, known]);
}

function nameOf(t: Translate, conversation: Named, peer: UserView | null): string {
  if (conversation.kind === 'group') return conversation.title ?? t('conversations.untitled');
  return peer?.displayName ?? '…';
}
