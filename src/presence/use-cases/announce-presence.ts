import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { PresenceStatus } from '../../contract/index.js';
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
 * his conversations. One round at a time, so that what is told last of somebody is what changed last. The store names a change once: while
 * the database cannot say whom to tell, it is kept, and told as it then stands.
 */
@Injectable()
export class AnnouncePresence implements OnApplicationShutdown {
  /** What everybody's status changed to; null where it could not be told then, and has to be looked up. */
  private readonly untold = new Map<string, PresenceStatus | null>();
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
    this.note(userId, status);
  }

  /** A change may have been missed: how he stands is told as soon as anybody knows. */
  tellWhenKnown(userId: string): void {
    this.note(userId, null);
  }

  private note(userId: string, status: PresenceStatus | null): void {
    this.untold.set(userId, status);
    if (this.telling) return;
    this.telling = true;
    // What changes in one turn is told together.
    setImmediate(() => void this.tellAll());
  }

  private async tellAll(): Promise<void> {
    while (this.untold.size > 0 && !this.stopped) {
      const round = [...this.untold].slice(0, AT_ONCE);
      for (const [userId] of round) this.untold.delete(userId);
      const left = await this.announce(round).catch((error: unknown) => {
        log.debug({ err: error, users: round.length }, 'changes of presence are not announced yet');
        return round.map(([userId]) => userId);
      });
      if (left.length === 0) continue;
      for (const userId of left) if (!this.untold.has(userId)) this.untold.set(userId, null);
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS).unref());
    }
    this.telling = false;
  }

  /** Answers those whose status nobody knows. */
  private async announce(round: ReadonlyArray<readonly [string, PresenceStatus | null]>): Promise<string[]> {
    const known = await this.asTheyStand(round);
    const gone = [...known].filter(([, status]) => status === 'offline').map(([userId]) => userId);
    await this.lastSeen.now(gone);
    const seenAt = await this.lastSeen.of(gone);
    for (const { userId, conversationId, aclVersion } of await this.groups.conversationsOfAll([...known.keys()])) {
      const lastSeenAt = seenAt.get(userId)?.toISOString() ?? null;
      const payload = { changes: [{ userId, status: known.get(userId)!, lastSeenAt }] };
      this.realtime.ephemeral(conversationId, 'presence', payload, { exceptUser: userId, aclVersion });
    }
    return round.map(([userId]) => userId).filter((userId) => !known.has(userId));
  }

  private async asTheyStand(round: ReadonlyArray<readonly [string, PresenceStatus | null]>) {
    const known = new Map<string, PresenceStatus>();
    for (const [userId, status] of round) if (status !== null) known.set(userId, status);
    const unsure = round.flatMap(([userId, status]) => (status === null ? [userId] : []));
    for (const [userId, status] of unsure.length > 0 ? await this.statuses.of(unsure) : [])
      if (status !== 'unknown') known.set(userId, status);
    return known;
  }
}
