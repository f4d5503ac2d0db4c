import { useEffect, useRef, useState } from 'react';
import type { TimelineItem } from '../../../../sdk/index.js';
import { useUser } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { visuallyHidden } from '../../ui/index.js';

/** At most one announcement in this time: of many messages the last. */
const QUIET_MS = 3_000;

/** Reads out what others write while one looks; what is loaded of the past is not read out. */
export function Announcer({ items, live }: { items: readonly TimelineItem[]; live: boolean }) {
  const t = useT();
  const last = live ? items.at(-1) : undefined;
  const message = last?.kind === 'message' && !last.mine ? last.message : null;
  const [said, setSaid] = useState<typeof message>(null);
  const opened = useRef(false);
  useEffect(() => {
    if (!message) return;
    // What was there already is not news.
    if (!opened.current) return void (opened.current = true);
    const timer = setTimeout(() => setSaid(message), QUIET_MS);
    return () => clearTimeout(timer);
  }, [message]);
  const name = useUser(said?.authorId ?? null)?.displayName ?? '…';
  return (
    <div role="status" style={visuallyHidden}>
      {said?.body ? t('timeline.said', { name, text: said.body.slice(0, 300) }) : ''}
    </div>
  );
}
