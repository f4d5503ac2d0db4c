import { useEffect, useRef, useState } from 'react';
import type { MessageView } from '../../../../sdk/index.js';
import { useClient } from '../../client/index.js';
import { useT, wordError } from '../../i18n/index.js';
import { ErrorNote } from '../../ui/index.js';
import { Banner } from './Banner.js';
import { MessageField } from './MessageField.js';

/** An own message anew. What is written stays here until the server has taken it. */
export function Editing({ message, done }: { message: MessageView; done: () => void }) {
  const t = useT();
  const client = useClient();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(message.body ?? '');
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    const { current } = field;
    current?.focus();
    current?.setSelectionRange(current.value.length, current.value.length);
  }, []);
  const save = () => {
    if (text.trim() === message.body) return done();
    client.timeline(message.conversationId).edit(message.seq, text.trim()).then(done, setError);
  };
  return (
    <>
      {error !== null && <ErrorNote message={wordError(t, error)} action={{ label: t('common.retry'), act: save }} />}
      <Banner text={t('composer.editing')} cancel={done} />
      <MessageField
        inputRef={field}
        conversationId={message.conversationId}
        label={t('composer.editing')}
        submitLabel={t('composer.save')}
        text={text}
        change={setText}
        submit={save}
        escape={done}
      />
    </>
  );
}
