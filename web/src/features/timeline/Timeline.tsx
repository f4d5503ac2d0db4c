import { Box, Button } from '@mui/material';
import { useEffect, useState } from 'react';
import { useClient, useConversation, useFrameObservable } from '../../client/index.js';
import { useT, wordError } from '../../i18n/index.js';
import { EmptyState, ErrorNote } from '../../ui/index.js';
import { continues } from './grouping.js';
import { Message } from './Message.js';
import { Notice } from './Notice.js';
import { useMarkRead } from './use-mark-read.js';

/** A conversation's messages, from `seq` where one is given, else the newest. */
export function Timeline({ conversationId, seq }: { conversationId: string; seq?: number }) {
  const t = useT();
  const timeline = useClient().timeline(conversationId);
  const snapshot = useFrameObservable(timeline);
  const unread = useConversation(conversationId)?.unread.messages ?? 0;
  const [error, setError] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  useMarkRead(timeline, snapshot, unread);
  useEffect(() => {
    let wanted = true;
    const told = (outcome: unknown) => wanted && setError(outcome);
    (seq === undefined ? timeline.open() : timeline.openAt(seq)).then(() => told(null), told);
    return () => void (wanted = false);
  }, [timeline, seq, tries]);

  const { items, ready, hasMoreBefore } = snapshot;
  if (error !== null && !ready) {
    const again = { label: t('common.retry'), act: () => setTries(tries + 1) };
    return (
      <Box sx={{ flex: 1, padding: 2 }}>
        <ErrorNote message={`${t('timeline.failedToLoad')}. ${wordError(t, error)}`} action={again} />
      </Box>
    );
  }
  if (ready && items.length === 0)
    return (
      <Box sx={{ flex: 1, display: 'flex' }}>
        <EmptyState title={t('timeline.empty')} hint={t('timeline.emptyHint')} />
      </Box>
    );
  return (
    // The browser keeps what is at the end of a reversed column where it is.
    <Box
      sx={{ flex: 1, minBlockSize: 0, overflowY: 'auto', display: 'flex', flexDirection: 'column-reverse' }}
      tabIndex={0}
      role="log"
      aria-label={t('timeline.messages')}
    >
      <Box
        component="ol"
        sx={{ listStyle: 'none', margin: 0, padding: 0, paddingBlock: 2, display: 'flex', flexDirection: 'column' }}
      >
        {hasMoreBefore && (
          <li style={{ alignSelf: 'center' }}>
            <Button size="small" onClick={() => void timeline.older().catch(setError)}>
              {t('timeline.older')}
            </Button>
          </li>
        )}
        {items.map((item, at) =>
          item.kind === 'notice' ? (
            <Notice key={item.key} event={item.event} />
          ) : (
            <Message key={item.key} item={item} continued={continues(items[at - 1], item)} />
          ),
        )}
      </Box>
    </Box>
  );
}
