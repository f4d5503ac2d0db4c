import { useEffect, useState } from 'react';
import type { MessageView } from '../../../../sdk/index.js';
import { plainText, useClient, useMe } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { visuallyHidden } from '../../ui/index.js';

/** What comes within this time is told together: a screen reader is not made to read a busy group aloud. */
const GATHER_MS = 2_000;

/** Tells a screen reader of new messages: one by its words, several by their number. Muted conversations stay silent. */
export function Announcer() {
  const { text, number } = useAnnouncement();
  return (
    <div role="status" aria-live="polite" style={visuallyHidden}>
      {/* What is read out is what changes: the same words once more are another element. */}
      <span key={number}>{text}</span>
    </div>
  );
}

function useAnnouncement(): { text: string; number: number } {
  const t = useT();
  const client = useClient();
  const me = useMe().id;
  const [told, setTold] = useState({ text: '', number: 0 });
  useEffect(() => {
    const word = async (messages: readonly MessageView[]): Promise<string> => {
      const [only, ...more] = messages;
      if (!only || more.length > 0) return t('shell.newMessages', { count: messages.length });
      await client.users.ensure([only.authorId]).catch(() => undefined);
      const name = client.users.peek(only.authorId)?.displayName ?? '…';
      return t('shell.newMessage', { name, text: plainText(only.body ?? '') });
    };
    const tell = (text: string) => setTold(({ number }) => ({ text, number: number + 1 }));
    const gathered = gather<MessageView>(GATHER_MS, (messages) => void word(messages).then(tell));
    const off = client.on('message', (message) => {
      const muted = client.conversations.item(message.conversationId)?.settings.muted ?? false;
      if (message.authorId !== me && !muted) gathered.add(message);
    });
    return () => {
      off();
      gathered.clear();
    };
  }, [t, client, me]);
  return told;
}

function gather<T>(ms: number, tell: (all: readonly T[]) => void) {
  let all: T[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    add: (one: T) => {
      all.push(one);
      timer ??= setTimeout(() => {
        timer = undefined;
        tell(all);
        all = [];
      }, ms);
    },
    clear: () => clearTimeout(timer),
  };
}
