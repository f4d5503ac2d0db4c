import { useEffect, useRef } from 'react';
import { useClient } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { Banner } from './Banner.js';
import { MessageField } from './MessageField.js';
import type { ComposerProps } from './target.js';
import { useDraftText } from './use-draft-text.js';
import { useReplied } from './use-replied.js';

/** A new message. It is queued on the device and shown at once, with a connection or without. */
export function Writing({ conversationId, name, target, aim, sent }: ComposerProps) {
  const t = useT();
  const client = useClient();
  const field = useRef<HTMLTextAreaElement>(null);
  const { text, replyToSeq: kept, write, clear, flush } = useDraftText(conversationId);
  const replyTo = target?.message.seq ?? kept;
  const replied = useReplied(conversationId, replyTo, target?.message);
  useEffect(() => field.current?.focus(), [target, conversationId]);
  useEffect(() => () => client.typing.stop(conversationId), [client, conversationId]);

  const change = (next: string) => {
    write(next, replyTo);
    if (next === '') client.typing.stop(conversationId);
    else client.typing.start(conversationId);
  };
  const cancel = () => {
    write(text, null);
    aim(null);
  };
  const send = () => {
    client.timeline(conversationId).send(text.trim(), { replyToSeq: replyTo ?? undefined });
    clear();
    aim(null);
    sent();
  };
  const editLast = () => {
    const items = client.timeline(conversationId).get().items;
    const last = items.findLast((item) => item.kind === 'message' && item.mine && item.message.body !== null);
    if (last?.kind === 'message') aim({ kind: 'edit', message: last.message });
    return last !== undefined;
  };
  return (
    <>
      {replyTo !== null && <Banner text={t('composer.replying', { name: replied })} cancel={cancel} />}
      <MessageField
        inputRef={field}
        conversationId={conversationId}
        label={t('composer.label', { name })}
        submitLabel={t('composer.send')}
        text={text}
        change={change}
        submit={send}
        blur={flush}
        up={editLast}
        escape={replyTo === null ? undefined : cancel}
      />
    </>
  );
}
