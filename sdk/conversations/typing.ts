import { TIMINGS } from '../../src/contract/index.js';

/** Who is typing where, by what was heard lately. Somebody not heard again lapses by itself. */
export class Typing {
  private readonly expiries = new Map<string, Map<string, ReturnType<typeof setTimeout>>>();

  constructor(
    private readonly changed: (conversationId: string) => void,
    private readonly expiresMs: number = TIMINGS.typingExpiresMs,
  ) {}

  /** The ids of those typing, in the order in which they began. */
  in(conversationId: string): string[] {
    return [...(this.expiries.get(conversationId)?.keys() ?? [])];
  }

  heard(conversationId: string, userId: string, typing: boolean): void {
    const users = this.expiries.get(conversationId) ?? new Map<string, ReturnType<typeof setTimeout>>();
    this.expiries.set(conversationId, users);
    const known = users.get(userId);
    clearTimeout(known);
    if (typing)
      users.set(
        userId,
        setTimeout(() => this.heard(conversationId, userId, false), this.expiresMs),
      );
    else users.delete(userId);
    if (typing !== (known !== undefined)) this.changed(conversationId);
  }

  clear(): void {
    for (const [conversationId, users] of this.expiries) {
      for (const timer of users.values()) clearTimeout(timer);
      users.clear();
      this.changed(conversationId);
    }
  }
}
