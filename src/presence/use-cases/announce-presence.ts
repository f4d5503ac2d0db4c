import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { GroupsApi } from '../../groups/index.js';
import { log } from '../../platform/observability/index.js';
import { Realtime } from '../../platform/realtime/index.js';
import { LastSeen } from '../persistence/last-seen.js';
import type { StatusChange } from '../persistence/lease-store.js';
import { Statuses } from '../persistence/statuses.js';

const AGAIN_MS = 1_000;
/** Users told of together: three statements, whether one of them left or the network of all. */
const AT_ONCE = 100;

/**
 * Tells of a changed status those who share a conversation with its user, and nobody else: it goes to the live members of
 * his conversations. The store names a change once, to one node: while the database cannot say whom to tell, or the store how he
 * stands, it is kept. What is told is how he stands then, not what he changed to: he may have come back on another node,
 * which was quicker, and nothing would put right what is told after that.
 */
@Injectable()
export class AnnouncePresence implements OnApplicationShutdown {
  /** Users to tell of, and whether they may have gone: then they were seen just now. */
  private readonly untold = new Map<string, boolean>();
  private telling = false;
  private stopped = false;

  constructor(
    private readonly groups: GroupsApi,
    private readonly realtime: Realtime,
    private readonly lastSeen: LastSeen,
    private readonly statuses: Statuses,
  ) {}

  onApplicationShutdown(): void {
    this.stopped = true;
  }

  tell({ userId, status }: StatusChange): void {
    this.note(userId, status === 'offline');
  }

  /** A change may have been missed: how he stands is told as soon as anybody knows. */
  tellWhenKnown(userId: string): void {
    this.note(userId, true);
  }

  private note(userId: string, gone: boolean): void {
    this.untold.set(userId, gone);
    if (this.telling) return;
    this.telling = true;
    // What changes in one turn is told together.
    setImmediate(() => void this.tellAll());
  }

  private async tellAll(): Promise<void> {
    while (this.untold.size > 0 && !this.stopped) {
      const round = new Map([...this.untold].slice(0, AT_ONCE));
      for (const userId of round.keys()) this.untold.delete(userId);
      const left = await this.announce(round).catch((error: unknown) => {
        log.debug({ err: error, users: round.size }, 'changes of presence are not announced yet');
        return [...round.keys()];
      });
      if (left.length === 0) continue;
      for (const userId of left) if (!this.untold.has(userId)) this.untold.set(userId, round.get(userId)!);
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS).unref());
    }
    this.telling = false;
  }

  /** Answers those whose status nobody knows. */
  private async announce(round: Map<string, boolean>): Promise<string[]> {
    const userIds = [...round.keys()];
    await this.lastSeen.now(userIds.filter((userId) => round.get(userId)));
    // Whoever has to be told of once more was not seen once more.
    for (const userId of userIds) round.set(userId, false);
    const seenAt = await this.lastSeen.of(userIds);
    const shared = await this.groups.conversationsOfAll(userIds);
    // Last of all, so that nothing takes its time between looking and telling.
    const statuses = await this.statuses.of(userIds);
    for (const { userId, conversationId, aclVersion } of shared) {
      const status = statuses.get(userId)!;
      if (status === 'unknown') continue;
      const lastSeenAt = status === 'offline' ? (seenAt.get(userId)?.toISOString() ?? null) : null;
      const payload = { changes: [{ userId, status, lastSeenAt }] };
      this.realtime.ephemeral(conversationId, 'presence', payload, { exceptUser: userId, aclVersion });
    }
    return userIds.filter((userId) => statuses.get(userId) === 'unknown');
  }
}
