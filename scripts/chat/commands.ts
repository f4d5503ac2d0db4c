import type { ParleyClient, Timeline } from '../../sdk/index.js';
import { ParleyError } from '../../sdk/index.js';
import type { Terminal } from './terminal.js';

interface Here {
  client: ParleyClient;
  timeline: Timeline;
  terminal: Terminal;
}

interface Command {
  help: string;
  run: (here: Here, rest: string) => Promise<void>;
}

/** Everything one can do beside talking. `/leave` and `/quit` end the conversation and are handled there. */
export const commands: Record<string, Command> = {
  help: {
    help: 'this list',
    run: async ({ terminal }) => {
      for (const [name, { help }] of Object.entries(commands)) terminal.say(`  /${name.padEnd(8)} ${help}`);
      terminal.say('  /leave    back to the list\n  /quit     end');
    },
  },
  older: { help: 'load earlier messages', run: ({ timeline }) => timeline.older() },
  edit: {
    help: '<number> <text>: change a message of yours',
    run: ({ timeline }, rest) => {
      const [, seq, text] = /^(\d+) (.+)$/su.exec(rest) ?? [];
      return seq && text ? timeline.edit(Number(seq), text) : usage('edit');
    },
  },
  delete: {
    help: '<number>: delete a message for everybody',
    run: ({ timeline }, rest) => (Number(rest) > 0 ? timeline.delete(Number(rest)) : usage('delete')),
  },
  react: {
    help: '<number> <emoji>: react to a message',
    run: ({ timeline }, rest) => {
      const [, seq, emoji] = /^(\d+) (\S+)$/su.exec(rest) ?? [];
      return seq && emoji ? timeline.react(Number(seq), emoji) : usage('react');
    },
  },
  retry: {
    help: 'send refused messages again',
    run: async ({ timeline }) => eachFailed(timeline, (id) => timeline.retry(id)),
  },
  drop: {
    help: 'forget refused messages',
    run: async ({ timeline }) => eachFailed(timeline, (id) => timeline.discard(id)),
  },
  who: {
    help: 'who is here, and online',
    run: async ({ client, timeline, terminal }) => {
      const { items } = await client.api.conversations.members(timeline.conversationId, { limit: 200 });
      const ids = items.map(({ userId }) => userId);
      await client.users.ensure(ids);
      await client.askPresence(ids).catch(() => undefined);
      for (const id of ids) terminal.say(`  ${client.users.peek(id)?.username} (${client.presence.of(id).status})`);
    },
  },
  add: {
    help: '<username>: add somebody to this group',
    run: async ({ client, timeline }, rest) => {
      const user = await client.api.users.byUsername(rest.trim());
      if (!user) throw new ParleyError({ code: 'chat.unknown_user', status: 404, title: `There is no ${rest}` });
      await client.api.conversations.addMembers(timeline.conversationId, [user.id]);
    },
  },
  logout: {
    help: 'end the session on this device',
    run: async ({ client, terminal }) => {
      await client.logout();
      terminal.close();
    },
  },
};

const usage = (name: string): Promise<never> =>
  Promise.reject(new ParleyError({ code: 'chat.usage', status: 400, title: `/${name} ${commands[name]!.help}` }));

function eachFailed(timeline: Timeline, act: (clientMessageId: string) => unknown): void {
  for (const item of timeline.get().items) if (item.kind === 'local' && item.state === 'failed') act(item.key);
}
