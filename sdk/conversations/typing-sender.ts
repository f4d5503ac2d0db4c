import { TIMINGS } from '../../src/contract/index.js';

/** Tells the server that this user types, as seldom as it may: again only after the repeat time. */
export class TypingSender {
  private readonly told = new Map<string, number>();

  constructor(private readonly tell: (event: 'typing.start' | 'typing.stop', conversationId: string) => void) {}

  /** Call on every keystroke. */
  start(conversationId: string): void {
    const last = this.told.get(conversationId) ?? 0;
    if (Date.now() - last < TIMINGS.typingRepeatMs) return;
    this.told.set(conversationId, Date.now());
    this.tell('typing.start', conversationId);
  }

  /** Call when the composer is emptied or left. Sending a message does it by itself. */
  stop(conversationId: string): void {
    if (this.told.delete(conversationId)) this.tell('typing.stop', conversationId);
  }
}
