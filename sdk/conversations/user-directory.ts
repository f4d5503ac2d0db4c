import type { UserView } from '../../src/contract/index.js';
import { View } from '../observe/view.js';

const BATCH = 100;

/** Accounts by id, fetched when first asked for, many at once. */
export class UserDirectory {
  private readonly known = new Map<string, UserView>();
  /** What an earlier run knew: shown until the server has told. */
  private readonly recalled = new Map<string, UserView>();
  private wanted = new Map<string, Promise<void>>();
  private gathering = new Set<string>();
  readonly view = new View<ReadonlyMap<string, UserView>>(() => new Map([...this.recalled, ...this.known]));

  constructor(private readonly fetchMany: (ids: readonly string[]) => Promise<UserView[]>) {}

  /** What is known now; asks for the rest by itself, and `view` tells when it is here. */
  peek(userId: string): UserView | null {
    const user = this.known.get(userId);
    if (!user) this.ensure([userId]).catch(() => undefined);
    return user ?? this.recalled.get(userId) ?? null;
  }

  /** Resolves when every one of these that exists is known. */
  async ensure(userIds: readonly string[]): Promise<void> {
    await Promise.all(userIds.filter((id) => !this.known.has(id)).map((id) => this.want(id)));
  }

  learn(users: readonly UserView[]): void {
    for (const user of users) {
      this.known.set(user.id, user);
      this.recalled.delete(user.id);
    }
    if (users.length > 0) this.view.invalidate();
  }

  /** Takes up what an earlier run knew. */
  recall(users: readonly UserView[]): void {
    for (const user of users) if (!this.known.has(user.id)) this.recalled.set(user.id, user);
    if (users.length > 0) this.view.invalidate();
  }

  /** Has the server tell of those that are known from an earlier run alone: they may have another name by now. */
  confirm(): Promise<void> {
    return this.ensure([...this.recalled.keys()]);
  }

  private want(userId: string): Promise<void> {
    const asked = this.wanted.get(userId);
    if (asked) return asked;
    // Everything asked for in one turn goes out together.
    const batch = this.gathering;
    const first = batch.size === 0;
    batch.add(userId);
    const answer = first ? Promise.resolve().then(() => this.fetch()) : this.wanted.get([...batch][0]!)!;
    this.wanted.set(userId, answer);
    return answer;
  }

  private async fetch(): Promise<void> {
    const ids = [...this.gathering];
    this.gathering = new Set();
    try {
      for (let at = 0; at < ids.length; at += BATCH) this.learn(await this.fetchMany(ids.slice(at, at + BATCH)));
    } finally {
      for (const id of ids) this.wanted.delete(id);
    }
  }
}
