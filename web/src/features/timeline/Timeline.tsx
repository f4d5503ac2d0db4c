import { Box, Snackbar } from '@mui/material';
import { useCallback, useMemo, useState } from 'react';
import type { MessageView } from '../../../../sdk/index.js';
import { useClient, useConversation, useFrameObservable } from '../../client/index.js';
import { useT, wordError } from '../../i18n/index.js';
import { useKey } from '../../keys/index.js';
import { EmptyState, ErrorNote } from '../../ui/index.js';
import { ToolsContext } from './tools.js';
import { useMarkRead } from './use-mark-read.js';
import { useOpening } from './use-opening.js';
import { Viewport } from './Viewport.js';

interface TimelineProps {
  conversationId: string;
  /** A message to show in its place. */
  seq?: number;
  reply: (message: MessageView) => void;
  edit: (message: MessageView) => void;
  /** How many messages were written here so far: one's own is to be seen at once. */
  sends: number;
}

/** A conversation's messages, from where one left off. */
export function Timeline({ conversationId, seq, reply, edit, sends }: TimelineProps) {
  const t = useT();
  const timeline = useClient().timeline(conversationId);
  const snapshot = useFrameObservable(timeline);
  const unread = useConversation(conversationId)?.unread.messages ?? 0;
  const [seen, setSeen] = useState(false);
  const [told, tell] = useState<string | null>(null);
  const report = useCallback((error: unknown) => tell(wordError(t, error)), [t]);
  const opening = useOpening({ timeline, seq, sends, report });
  const tools = useMemo(() => ({ timeline, reply, edit, report, tell }), [timeline, reply, edit, report]);
  useMarkRead(timeline, snapshot, unread, seen);
  useKey('panel.close', () => unread > 0 && void timeline.markRead().catch(report));

  const { items, ready, fromDevice } = snapshot;
  // What the device kept may be empty, and the conversation not any more.
  if (ready && !fromDevice && items.length === 0)
    return (
      <Box sx={{ flex: 1, display: 'flex' }}>
        <EmptyState title={t('timeline.empty')} hint={t('timeline.emptyHint')} />
      </Box>
    );
  return (
    <ToolsContext value={tools}>
      {opening.error !== null && !ready && <NotLoaded error={opening.error} retry={opening.retry} />}
      <Viewport snapshot={snapshot} opening={opening} unread={unread} seen={setSeen} />
      <Snackbar
        open={told !== null}
        message={told}
        autoHideDuration={5_000}
        onClose={() => tell(null)}
        anchorOrigin={{ vertical: 'top', horizontal: 'center' }}
      />
    </ToolsContext>
  );
}

/** Stands above the messages that wait to be sent, which are all there is. */
function NotLoaded({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useT();
  const message = `${t('timeline.failedToLoad')}. ${wordError(t, error)}`;
  return (
    <Box sx={{ padding: 2 }}>
      <ErrorNote message={message} action={{ label: t('common.retry'), act: retry }} />
    </Box>
  );
}
