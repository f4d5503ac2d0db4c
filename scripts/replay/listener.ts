import type { ParleyClient } from '../../sdk/index.js';
import type { Line } from './compare.js';

/** A client that only listens: notes every message it is told, in the order in which it is told. */
export class Listener {
  /** Told one by one; what a reset skipped is missing here and must be in `shown`. */
  readonly heard: Line[] = [];
  resets = 0;

  private constructor(
    private readonly client: ParleyClient,
    private readonly conversationId: string,
  ) {
    client.on('message', (message) => {
      if (message.conversationId === conversationId) this.heard.push(message);
    });
    client.on('skipped', (skipped) => {
      if (skipped.conversationId === conversationId) this.resets += 1;
    });
  }

  static async begin(client: ParleyClient, conversationId: string): Promise<Listener> {
    await client.connect();
    await client.timeline(conversationId).open();
    const listener = new Listener(client, conversationId);
    return listener;
  }

  /** Resolves when the client has applied the log up to `seq`. */
  async reached(seq: number, withinMs: number): Promise<boolean> {
    const giveUpAt = Date.now() + withinMs;
    while ((this.client.conversations.item(this.conversationId)?.appliedSeq ?? 0) < seq) {
      if (Date.now() > giveUpAt) return false;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return true;
  }

  /** The timeline as a user would see it, scrolled to its beginning. */
  async shown(): Promise<Line[]> {
    const timeline = this.client.timeline(this.conversationId);
    await timeline.latest();
    while (timeline.get().hasMoreBefore) await timeline.older();
    return timeline.get().items.flatMap((item) => (item.kind === 'message' ? [item.message] : []));
  }

  close(): void {
    this.client.close();
  }
}
