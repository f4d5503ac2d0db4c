import type { PresenceView } from '../../src/contract/index.js';
import { View } from '../observe/view.js';

/**
 * Who is online, as the server told. `unknown` for everybody nobody told about, and for everybody while there is no
 * connection: what was true before is not known to be true now.
 */
export class PresenceBook {
  private readonly known = new Map<string, PresenceView>();
  /** A picture of all that is known, by user id. */
  readonly view = new View<ReadonlyMap<string, PresenceView>>(() => new Map(this.known));

  of(userId: string): PresenceView {
    return this.known.get(userId) ?? { userId, status: 'unknown', lastSeenAt: null };
  }

  heard(changes: readonly PresenceView[]): void {
    for (const change of changes) this.known.set(change.userId, change);
    if (changes.length > 0) this.view.invalidate();
  }

  /** Everybody whose presence was asked for or told; to be asked again after a reconnect. */
  get users(): string[] {
    return [...this.known.keys()];
  }

  forget(): void {
    for (const [userId, { lastSeenAt }] of this.known)
      this.known.set(userId, { userId, status: 'unknown', lastSeenAt });
    this.view.invalidate();
  }
}
