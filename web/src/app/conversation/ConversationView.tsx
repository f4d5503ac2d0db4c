import { Box } from '@mui/material';
import { useCallback, useReducer, useState } from 'react';
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
        <Conversation
          key={conversationId}
          conversation={conversation}
          seq={seq === undefined ? undefined : Number(seq)}
        />
      </Box>
      {panel}
    </Box>
  );
}

function Conversation({ conversation, seq }: { conversation: ConversationItem; seq?: number }) {
  const { id, kind, peerId, memberCount, settings } = conversation;
  const name = useConversationName(conversation);
  const [target, aim] = useState<Target>(null);
  const reply = useCallback((message: MessageView) => aim({ kind: 'reply', message }), []);
  const edit = useCallback((message: MessageView) => aim({ kind: 'edit', message }), []);
  const [sends, count] = useReducer((sent: number) => sent + 1, 0);
  return (
    <>
      <ConversationHeader {...{ id, kind, peerId, memberCount, settings, name }} />
      <Timeline conversationId={id} seq={seq} reply={reply} edit={edit} sends={sends} />
      <Composer conversationId={id} name={name} target={target} aim={aim} sent={count} />
    </>
  );
}
