import { ParleyError, type ConversationItem, type ParleyClient } from '../../sdk/index.js';
import type { Terminal } from './terminal.js';

/** Shows the list and asks which: a number, somebody's username, or `#title` for a new group. Null: no more input. */
export async function pickConversation(client: ParleyClient, terminal: Terminal): Promise<string | null> {
  for (;;) {
    await client.users.ensure(client.conversations.get().flatMap(({ peerId }) => peerId ?? [])).catch(() => undefined);
    const items = client.conversations.get();
    items.forEach((item, index) => terminal.say(`${String(index + 1).padStart(3)}  ${row(client, terminal, item)}`));
    const answer = (await terminal.ask('Number, username, or #title for a new group: '))?.trim();
    if (answer === undefined || answer === '/quit') return null;
    if (answer === '') continue;
    const chosen = items[Number(answer) - 1];
    if (chosen) return chosen.id;
    try {
      return await begin(client, answer);
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error;
      terminal.say(`${error.message} (${error.code})`, 'red');
    }
  }
}

export function titleOf(client: ParleyClient, item: ConversationItem): string {
  if (item.kind === 'group') return `#${item.title}`;
  return item.peerId === null ? 'notes to yourself' : (client.users.peek(item.peerId)?.username ?? 'somebody');
}

function row(client: ParleyClient, terminal: Terminal, item: ConversationItem): string {
  const { messages, mentions } = item.unread;
  const unread =
    messages > 0 ? terminal.paint(` ${messages} new${mentions > 0 ? `, ${mentions} for you` : ''}`, 'yellow') : '';
  return titleOf(client, item) + unread;
}

async function begin(client: ParleyClient, answer: string): Promise<string> {
  const { api } = client;
  if (answer.startsWith('#')) return (await api.conversations.group({ title: answer.slice(1) })).id;
  const user = await api.users.byUsername(answer.replace(/^@/u, ''));
  if (!user) throw new ParleyError({ code: 'chat.unknown_user', status: 404, title: `There is no ${answer}` });
  client.users.learn([user]);
  return (await api.conversations.direct(user.id)).id;
}
