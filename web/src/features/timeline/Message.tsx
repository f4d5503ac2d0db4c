import type { TimelineItem, UserView } from '../../../../sdk/index.js';
import { useMe, useUser } from '../../client/index.js';
import { useFormat, useT } from '../../i18n/index.js';
import { Avatar } from '../../ui/index.js';
import { Failed } from './Failed.js';
import { MessageBody } from './MessageBody.js';
import { MessageTools } from './MessageTools.js';
import { Quote } from './Quote.js';
import { Reactions } from './Reactions.js';
import { sentAt } from './rows.js';
import { SendState } from './SendState.js';
import looks from './timeline.module.css';
import { useUsernames } from './use-names.js';

type MessageItem = Exclude<TimelineItem, { kind: 'notice' }>;

interface MessageProps {
  item: MessageItem;
  /** Under the name of the message before. */
  continued: boolean;
  /** Pointed at or focused: shows what can be done with it. */
  active: boolean;
  highlighted: boolean;
}

export function Message({ item, continued, active, highlighted }: MessageProps) {
  const me = useMe();
  const other = useUser(item.mine ? null : item.message.authorId);
  const author = item.mine ? me : other;
  const replyToSeq = item.kind === 'message' ? item.message.replyToSeq : item.local.replyToSeq;
  const deleted = item.kind === 'message' && item.message.deletedAt !== null;
  return (
    <div
      className={looks.message}
      data-continued={continued || undefined}
      data-active={active || undefined}
      data-highlighted={highlighted || undefined}
    >
      <Gutter author={author} at={sentAt(item)} continued={continued} active={active} />
      <div className={looks.column}>
        {!continued && <Heading name={author?.displayName ?? '…'} at={sentAt(item)} />}
        {replyToSeq && !deleted ? <Quote seq={replyToSeq} /> : null}
        <Text item={item} me={me.username} />
        {item.kind === 'local' && item.state === 'failed' && <Failed local={item.local} />}
        {item.kind === 'message' && item.message.reactions.length > 0 && <Reactions message={item.message} />}
      </div>
      {active && item.kind === 'message' && !deleted && <MessageTools message={item.message} mine={item.mine} />}
    </div>
  );
}

function Text({ item, me }: { item: MessageItem; me: string }) {
  const t = useT();
  const body = item.kind === 'message' ? item.message.body : item.local.body;
  const edited = item.kind === 'message' && item.message.editedAt !== null && body !== null;
  const names = useUsernames(item.kind === 'message' ? item.message.mentions : NOBODY);
  const all = item.kind === 'message' && item.message.mentionsAll ? `${names} all` : names;
  return (
    <div className={looks.text}>
      <div className={looks.body}>
        {body === null ? (
          <em className={looks.deleted}>{t('timeline.deleted')}</em>
        ) : (
          <MessageBody body={body} mentions={all} me={me} />
        )}
      </div>
      {edited && <span className={looks.edited}>({t('timeline.edited')})</span>}
      {item.mine && body !== null && <SendState state={item.state} />}
    </div>
  );
}

const NOBODY: readonly string[] = [];

/** The avatar of the first of a group; beside the others the time, for who looks for it. */
function Gutter(props: { author: UserView | null; at: string; continued: boolean; active: boolean }) {
  const { author, at, continued, active } = props;
  return (
    <div className={looks.gutter}>
      {!continued && <Avatar id={author?.id ?? ''} name={author?.displayName ?? ''} size={36} />}
      {continued && active && <Time at={at} />}
    </div>
  );
}

function Heading({ name, at }: { name: string; at: string }) {
  return (
    <div className={looks.heading}>
      <span className={looks.author}>{name}</span>
      <Time at={at} />
    </div>
  );
}

function Time({ at }: { at: string }) {
  const format = useFormat();
  return (
    <time className={looks.quiet} dateTime={at} title={format.full(at)}>
      {format.time(at)}
    </time>
  );
}
