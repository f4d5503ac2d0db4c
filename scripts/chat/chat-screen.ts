import { type ParleyClient, ParleyError, type Timeline, type TimelineItem } from '../../sdk/index.js';
import { commands } from './commands.js';
import { connectionInWords, lineOf } from './lines.js';
import { titleOf } from './pick-conversation.js';
import type { Terminal } from './terminal.js';

/** One conversation on the terminal: prints what is new or changed, sends what is typed. */
export class ChatScreen {
  private readonly printed = new Map<string, string>();

  constructor(
    private readonly client: ParleyClient,
    private readonly terminal: Terminal,
  ) {}

  /** Until `/leave`, `/quit` or the end of the input. */
  async talk(conversationId: string): Promise<'leave' | 'quit'> {
    const { client, terminal } = this;
    const timeline = client.timeline(conversationId);
    this.printed.clear();
    await timeline.open().catch((error: Error) => terminal.say(`History comes later: ${error.message}`, 'yellow'));
    await this.meet(conversationId);
    const print = () => this.print(timeline);
    const prompt = () => terminal.setPrompt(this.prompt(conversationId));
    const offs = [
      timeline.subscribe(print),
      client.connection.subscribe(prompt),
      client.conversations.subscribe(prompt),
      client.presence.view.subscribe(prompt),
    ];
    terminal.onKey = (line) => {
      if (line !== '' && !line.startsWith('/')) client.typing.start(conversationId);
    };
    print();
    try {
      return await this.listen(conversationId, timeline);
    } finally {
      terminal.onKey = () => undefined;
      for (const off of offs) off();
    }
  }

  private async listen(conversationId: string, timeline: Timeline): Promise<'leave' | 'quit'> {
    for (;;) {
      const line = await this.terminal.ask(this.prompt(conversationId));
      if (line === null) {
        // Input from a pipe ends at once: what it said shall still be sent.
        await this.flush(timeline);
        return 'quit';
      }
      if (line === '/leave' || line === '/quit') return line.slice(1) as 'leave' | 'quit';
      if (line.trim() === '') continue;
      const command = /^\/(\w+) ?(.*)$/su.exec(line);
      const known = command && commands[command[1]!];
      if (!known) timeline.send(line.startsWith('//') ? line.slice(1) : line);
      else await this.attempt(() => known.run({ client: this.client, timeline, terminal: this.terminal }, command[2]!));
    }
  }

  private async attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error;
      this.terminal.say(`${error.message} (${error.code})`, 'red');
    }
  }

  private print(timeline: Timeline): void {
    const items = timeline.get().items;
    const unknown = items.flatMap((item) => (item.kind === 'message' ? [item.message.authorId] : []));
    // Names first, so that nobody is printed as an id.
    const missing = unknown.filter((id) => !this.client.users.peek(id));
    if (missing.length > 0) {
      void this.client.users.ensure(missing).then(() => this.print(timeline), () => undefined); // prettier-ignore
      return;
    }
    for (const item of items) this.printOne(item);
    if (items.some((item) => item.kind === 'message' && !item.mine)) void timeline.markRead().catch(() => undefined);
  }

  private printOne(item: TimelineItem): void {
    const line = lineOf(item, this.client, this.terminal);
    if (line === this.printed.get(item.key)) return;
    this.printed.set(item.key, line);
    this.terminal.say(line);
  }

  private prompt(conversationId: string): string {
    const { client, terminal } = this;
    const item = client.conversations.item(conversationId);
    const typing = (item?.typing ?? []).map((id) => client.users.peek(id)?.username ?? 'somebody');
    const peer = item?.peerId ? client.presence.of(item.peerId).status : null;
    const parts = [
      item ? titleOf(client, item) : '…',
      ...(peer && peer !== 'unknown' ? [peer] : []),
      ...(typing.length > 0 ? [`${typing.join(', ')} typing…`] : []),
      ...connectionInWords(client.connection.get()),
    ];
    return terminal.paint(`[${parts.join(' · ')}] `, 'cyan');
  }

  /** Learns who is in it and whether they are online. */
  private async meet(conversationId: string): Promise<void> {
    const { client } = this;
    const members = await client.api.conversations.members(conversationId, { limit: 50 }).catch(() => null);
    const ids = members?.items.map(({ userId }) => userId) ?? [];
    await client.users.ensure(ids).catch(() => undefined);
    await client.askPresence(ids.filter((id) => id !== client.user.get()?.id)).catch(() => undefined);
  }

  private async flush(timeline: Timeline): Promise<void> {
    const giveUpAt = Date.now() + 5_000;
    const waits = () => timeline.get().items.some(({ kind }) => kind === 'local');
    while (waits() && Date.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
