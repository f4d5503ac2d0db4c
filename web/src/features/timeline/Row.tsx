import { type KeyboardEvent, memo, useState } from 'react';
import { useKey } from '../../keys/index.js';
import { Message } from './Message.js';
import { Notice } from './Notice.js';
import type { Row as RowView } from './rows.js';
import { sentAt } from './rows.js';
import { DayLine, UnreadLine } from './Separators.js';
import looks from './timeline.module.css';

interface RowProps extends RowView {
  /** How many were unread at the divider; zero elsewhere, so that other lines do not follow it. */
  unreadCount: number;
  /** What a link led to. */
  highlighted: boolean;
}

/** One line of the timeline with what stands above it. Renders again only when it shows something else. */
export const Row = memo(function Row({ item, newDay, continued, firstUnread, unreadCount, highlighted }: RowProps) {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  return (
    <li
      className={looks.row}
      tabIndex={-1}
      data-seq={item.kind === 'local' ? undefined : item.seq}
      onMouseEnter={() => setPointed(true)}
      onMouseLeave={() => setPointed(false)}
      onFocus={() => setFocused(true)}
      onBlur={(event) => setFocused(event.currentTarget.contains(event.relatedTarget))}
    >
      {newDay && <DayLine at={sentAt(item)} />}
      {firstUnread && <UnreadLine count={unreadCount} />}
      {item.kind === 'notice' ? (
        <Notice event={item.event} />
      ) : (
        <Message item={item} continued={continued} active={pointed || focused} highlighted={highlighted} />
      )}
    </li>
  );
});

/** Walks from message to message, by keys that work anywhere and by the arrows within the list. */
export function useWalk(list: { current: HTMLElement | null }): (event: KeyboardEvent) => void {
  const walk = (step: 1 | -1) => {
    const rows = [...(list.current?.children ?? [])] as HTMLElement[];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = at < 0 ? rows.at(-1) : rows[at + step];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: 'nearest' });
    return next !== undefined;
  };
  useKey('message.previous', () => walk(-1));
  useKey('message.next', () => walk(1));
  return (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key] as 1 | -1 | undefined;
    const plain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (step && plain && event.currentTarget.contains(event.target as Node) && walk(step)) event.preventDefault();
  };
}
