import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { PresenceStatus } from '../../contract/index.js';
import { GroupsApi } from '../../groups/index.js';
import { log } from '../../platform/observability/index.js';
import { Realtime } from '../../platform/realtime/index.js';
import { LastSeen } from '../persistence/last-seen.js';
import type { StatusChange } from '../persistence/lease-store.js';
import { Statuses } from '../persistence/statuses.js';

const AGAIN_MS = 1_000;

/**
 * Tells of a changed status those who share a conversation with its user, and nobody else: it goes to the live members of
 * his conversations. It never fails what caused it. The store names a change once: while the database cannot say whom to tell, it is
 * kept, and told as it then stands.
 */
@Injectable()
export class AnnouncePresence implements OnApplicationShutdown {
  private readonly untold = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly groups: GroupsApi,
    private readonly realtime: Realtime,
    private readonly lastSeen: LastSeen,
    private readonly statuses: Statuses,
  ) {}

  onApplicationShutdown(): void {
    for (const timer of this.untold.values()) clearTimeout(timer);
  }

  async tell({ userId, status }: StatusChange): Promise<void> {
    clearTimeout(this.untold.get(userId));
    this.untold.delete(userId);
    try {
      await this.announce(userId, status);
    } catch (error) {
      log.debug({ err: error, userId }, 'a change of presence is not announced yet');
      this.again(userId);
    }
  }

  private again(userId: string): void {
    this.untold.set(userId, setTimeout(() => void this.tellAsItStands(userId), AGAIN_MS).unref());
  }

  private async tellAsItStands(userId: string): Promise<void> {
    const status = (await this.statuses.of([userId])).get(userId)!;
    // A later change was told meanwhile.
    if (!this.untold.has(userId)) return;
    if (status === 'unknown') this.again(userId);
    else await this.tell({ userId, status });
  }

  private async announce(userId: string, status: PresenceStatus): Promise<void> {
    const gone = status === 'offline';
    if (gone) await this.lastSeen.now([userId]);
    const lastSeenAt = gone ? ((await this.lastSeen.of([userId])).get(userId)?.toISOString() ?? null) : null;
    const payload = { changes: [{ userId, status, lastSeenAt }] };
    for (const { conversationId, aclVersion } of await this.groups.conversationsOf(userId))
      this.realtime.ephemeral(conversationId, 'presence', payload, { exceptUser: userId, aclVersion });
  }
}
