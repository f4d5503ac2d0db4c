import { LIMITS, type PresenceView } from '../../src/contract/index.js';
import { View } from '../observe/view.js';

/**
 * Who is online, as the server told. `unknown` for everybody nobody told about, and for everybody while there is no
 * connection: what was true before is not known to be true now.
 */
export class PresenceBook {
  private readonly known = new Map<string, PresenceView>();
  /** A picture of all that is known, by user id. */
  readonly view = new View<ReadonlyMap<string, PresenceView>>(() => new Map(this.known));

  /** `get` asks for at most 200. */
  constructor(private readonly get: (userIds: string[]) => Promise<PresenceView[]>) {}

  of(userId: string): PresenceView {
    return this.known.get(userId) ?? { userId, status: 'unknown', lastSeenAt: null };
  }

  heard(changes: readonly PresenceView[]): void {
    for (const change of changes) this.known.set(change.userId, change);
    if (changes.length > 0) this.view.invalidate();
  }

  async ask(userIds: readonly string[]): Promise<void> {
    for (let at = 0; at < userIds.length; at += LIMITS.pageMax)
      this.heard(await this.get(userIds.slice(at, at + LIMITS.pageMax)));
  }

  /** Asks for everybody who was asked for or told of, and answers those who stand otherwise than was thought. */
  async askAgain(): Promise<PresenceView[]> {
    const before = this.view.get();
    await this.ask([...before.keys()]);
    return [...before.values()]
      .filter((was) => this.of(was.userId).status !== was.status)
      .map((was) => this.of(was.userId));
  }

  forget(): void {
    for (const [userId, { lastSeenAt }] of this.known)
      this.known.set(userId, { userId, status: 'unknown', lastSeenAt });
    this.view.invalidate();
  }
}
