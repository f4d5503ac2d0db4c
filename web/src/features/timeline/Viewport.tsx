import { Box, LinearProgress } from '@mui/material';
import { useEffect, useMemo } from 'react';
import type { TimelineSnapshot } from '../../../../sdk/index.js';
import { useT } from '../../i18n/index.js';
import { JumpToLatest } from './JumpToLatest.js';
import { Row, useWalk } from './Row.js';
import { endsHere, rowsOf } from './rows.js';
import { useTools } from './tools.js';
import { useLasting } from './use-lasting.js';
import { useHighlight } from './use-highlight.js';
import type { Opening } from './use-opening.js';
import { useReveal } from './use-reveal.js';
import { useWindow } from './use-window.js';

interface ViewportProps {
  snapshot: TimelineSnapshot;
  opening: Opening;
  /** Unread right now. */
  unread: number;
  /** Told whether the latest message is on the screen. */
  seen: (seen: boolean) => void;
}

/** The part of a timeline that is in the page: a few hundred lines, whatever its length. */
export function Viewport({ snapshot, opening, unread, seen }: ViewportProps) {
  const t = useT();
  const { timeline, report } = useTools();
  const { items, atEnd, fromDevice, ready } = snapshot;
  const loading = useLasting(snapshot.loading);
  const all = useMemo(() => rowsOf(items, opening.unread?.readSeq ?? null), [items, opening.unread]);
  const revealed = useReveal(all, opening.target, endsHere(snapshot));
  const { rows, whole } = revealed;
  const shown = { ...revealed, snapshot, target: opening.target };
  const { scroller, list, onScroll, atBottom, placed } = useWindow(timeline, shown, report);
  const highlight = useHighlight(opening.target);
  const onKeyDown = useWalk(list);
  const end = placed && whole && atBottom && atEnd;
  useEffect(() => seen(end), [seen, end]);
  return (
    <Box sx={{ flex: 1, minBlockSize: 0, position: 'relative', display: 'flex' }}>
      {loading && (
        <LinearProgress
          aria-label={t('timeline.loading')}
          sx={{ position: 'absolute', insetInline: 0, insetBlockStart: 0, blockSize: 2, zIndex: 1 }}
        />
      )}
      <Box
        ref={scroller}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={t('timeline.messages')}
        sx={{
          flex: 1,
          overflowY: 'auto',
          overflowX: 'hidden',
          overflowAnchor: 'none',
          visibility: placed || !ready ? 'visible' : 'hidden',
          outlineOffset: -2,
        }}
      >
        {/* Few messages stand at the bottom, where one writes. */}
        <Box sx={{ minBlockSize: '100%', display: 'flex', flexDirection: 'column', justifyContent: 'flex-end' }}>
          <Box component="ol" ref={list} sx={{ listStyle: 'none', margin: 0, padding: 0, paddingBlockEnd: 2 }}>
            {rows.map((row) => (
              <Row
                key={row.item.key}
                {...row}
                unreadCount={row.firstUnread ? (opening.unread?.count ?? 0) : 0}
                highlighted={row.item.kind === 'message' && row.item.seq === highlight}
              />
            ))}
          </Box>
        </Box>
      </Box>
      {placed && !(atBottom && (atEnd || fromDevice)) && <JumpToLatest unread={unread} jump={opening.latest} />}
    </Box>
  );
}
