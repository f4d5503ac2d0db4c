import type { ParleyClient } from '../../sdk/index.js';
import type { Line } from './compare.js';

/** Told when a line is given to the library, when it is acked, and when a listener has it. */
export interface DeliveryWatch {
  sent(clientMessageId: string): void;
  acked(clientMessageId: string): void;
  /** `at` is the node that this listener never leaves. */
  heard(clientMessageId: string, at?: string): void;
}

/** Where somebody listens: at any node, or only at one. */
export interface Post {
  who: string;
  only?: string;
}

/** A client that only listens: notes every message it is told, in the order in which it is told. */
export class Listener {
  /** Told one by one; what a reset skipped is missing here and must be in `shown`. */
  readonly heard: Line[] = [];
  resets = 0;

  private constructor(
    readonly post: Post,
    private readonly client: ParleyClient,
    private readonly conversationId: string,
    watch?: DeliveryWatch,
  ) {
    client.on('message', (message) => {
      if (message.conversationId !== conversationId) return;
      this.heard.push(message);
      watch?.heard(message.clientMessageId, post.only);
    });
    client.on('skipped', (skipped) => {
      if (skipped.conversationId === conversationId) this.resets += 1;
    });
  }

  static async begin(
    post: Post,
    client: ParleyClient,
    conversationId: string,
    watch?: DeliveryWatch,
  ): Promise<Listener> {
    await client.connect();
    await client.timeline(conversationId).open();
    return new Listener(post, client, conversationId, watch);
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
