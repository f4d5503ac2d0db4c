import type { CursorView, UnreadView } from '../../src/contract/index.js';
import type { ConversationsApi } from '../rest/conversations-api.js';
import type { ConversationList } from './conversation-list.js';
import { Recounts } from './recounts.js';

/** What the server counted as unread, brought to the conversations; where one is in doubt, it is asked to count again. */
export class Counts {
  private readonly recounts = new Recounts(() => this.askAll());

  constructor(
    private readonly conversations: ConversationList,
    private readonly api: Pick<ConversationsApi, 'unread'>,
  ) {}

  /** True: a doubt is left. Without `unread` only the pointers are known. */
  told(id: string, unread: UnreadView | null, cursor: CursorView): boolean {
    const conversation = this.conversations.state(id);
    conversation.unread.move(cursor);
    if (unread) conversation.unread.count(unread, cursor.readSeq);
    this.conversations.changed(id);
    return conversation.unread.uncertain;
  }

  /** The same of an answer: a conversation that was left meanwhile does not come back with it. */
  answered(id: string, unread: UnreadView | null, cursor: CursorView): boolean {
    return this.conversations.find(id) !== undefined && this.told(id, unread, cursor);
  }

  askIfUncertain(id: string): void {
    if (this.conversations.state(id).unread.uncertain) this.recounts.ask();
  }

  stop(): void {
    this.recounts.stop();
  }

  private async askAll(): Promise<boolean> {
    let doubt = false;
    for (const { conversationId: id, deliveredSeq, readSeq, ...unread } of await this.api.unread())
      doubt = this.answered(id, unread, { deliveredSeq, readSeq }) || doubt;
    return doubt;
  }
}
