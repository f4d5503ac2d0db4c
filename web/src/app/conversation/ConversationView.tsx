import { Box } from '@mui/material';
import { Suspense, useCallback, useState } from 'react';
import { useOutlet, useParams } from 'react-router';
import type { ConversationItem, MessageView } from '../../../../sdk/index.js';
import { useConversation, useConversationName, useListed } from '../../client/index.js';
import { Composer, type Target } from '../../features/composer/index.js';
import { Timeline } from '../../features/timeline/index.js';
import { NotFoundPage } from '../ErrorPages.js';
import { ConversationHeader } from './ConversationHeader.js';

/** One conversation: head, timeline, composer, and the side panel that the address names. */
export function ConversationView() {
  const { conversationId, seq } = useParams() as { conversationId: string; seq?: string };
  const conversation = useConversation(conversationId);
  const listed = useListed();
  const panel = useOutlet();
  if (!conversation) return listed ? <NotFoundPage /> : null;
  return (
    <Box sx={{ flex: 1, minBlockSize: 0, display: 'flex', position: 'relative' }}>
      <Box component="section" sx={{ flex: 1, minInlineSize: 0, display: 'flex', flexDirection: 'column' }}>
        <Conversation conversation={conversation} seq={seq === undefined ? undefined : Number(seq)} />
      </Box>
      {/* The code of a panel that is opened first takes nothing off the screen while it comes. */}
      <Suspense>{panel}</Suspense>
    </Box>
  );
}

/** Head and composer stay when one goes to another conversation; what was begun in this one does not. */
function Conversation({ conversation, seq }: { conversation: ConversationItem; seq?: number }) {
  const { id, kind, peerId, memberCount, settings } = conversation;
  const name = useConversationName(conversation);
  const { target, sends, aim, sent } = useBegun(id);
  const reply = useCallback((message: MessageView) => aim({ kind: 'reply', message }), [aim]);
  const edit = useCallback((message: MessageView) => aim({ kind: 'edit', message }), [aim]);
  return (
    <>
      <ConversationHeader {...{ id, kind, peerId, memberCount, settings, name }} />
      <Timeline key={id} conversationId={id} seq={seq} reply={reply} edit={edit} sends={sends} />
      <Composer conversationId={id} name={name} target={target} aim={aim} sent={sent} />
    </>
  );
}

interface Begun {
  id: string;
  target: Target;
  /** How many messages were written here so far. */
  sends: number;
}

/** What is being written in this conversation; nothing yet when one comes to it. */
function useBegun(id: string) {
  const [begun, begin] = useState<Begun>({ id, target: null, sends: 0 });
  if (begun.id !== id) begin({ id, target: null, sends: 0 });
  // An edit may end after one has gone elsewhere.
  const here = useCallback(
    (change: (old: Begun) => Partial<Begun>) => begin((old) => (old.id === id ? { ...old, ...change(old) } : old)),
    [id],
  );
  const aim = useCallback((target: Target) => here(() => ({ target })), [here]);
  const sent = useCallback(() => here(({ sends }) => ({ sends: sends + 1 })), [here]);
  return { ...begun, aim, sent };
}
