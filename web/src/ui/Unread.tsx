import { useT } from '../i18n/index.js';
import { Badge } from './Badge.js';

interface UnreadProps {
  /** As the server counts: mentions are among the messages. */
  unread: { messages: number; mentions: number };
  /** A muted conversation counts quietly. */
  muted?: boolean;
}

/** What is unread in a conversation: mentions filled, the rest plain. */
export function Unread({ unread: { messages, mentions }, muted = false }: UnreadProps) {
  const t = useT();
  const rest = messages - mentions;
  return (
    <>
      <Badge filled count={mentions} label={t('conversations.mentions', { count: mentions })} />
      <Badge quiet={muted} count={rest} label={t('conversations.unread', { count: rest })} />
    </>
  );
}
