import { refusalPauses, waitAfter } from '../refusal.js';

/** Without titles and members the list is incomplete, but nothing is lost: they are asked for until they are there. */
export class Naming {
  private wanted: readonly string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Settled when the latest question was answered, or failed for the first time. */
  asked: Promise<void> = Promise.resolve();

  constructor(private readonly ensure: (conversationIds: readonly string[]) => Promise<void>) {}

  /** In place of what was asked for before. */
  want(conversationIds: readonly string[]): void {
    this.stop();
    this.wanted = conversationIds;
    this.asked = this.ask(conversationIds);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.wanted = [];
  }

  private async ask(ids: readonly string[], pauses = refusalPauses()): Promise<void> {
    try {
      await this.ensure(ids);
    } catch (error) {
      if (this.wanted === ids) this.timer = setTimeout(() => void this.ask(ids, pauses), waitAfter(error, pauses));
    }
  }
}
