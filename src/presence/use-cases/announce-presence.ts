import { Injectable } from '@nestjs/common';
import { GroupsApi } from '../../groups/index.js';
import { log } from '../../platform/observability/index.js';
import { Realtime } from '../../platform/realtime/index.js';
import { LastSeen } from '../persistence/last-seen.js';
import type { StatusChange } from '../persistence/lease-store.js';

/**
 * Tells of a changed status those who share a conversation with its user, and nobody else: it goes to the live members of
 * his conversations. It may be lost, and never fails what caused it.
 */
@Injectable()
export class AnnouncePresence {
  constructor(
    private readonly groups: GroupsApi,
    private readonly realtime: Realtime,
    private readonly lastSeen: LastSeen,
  ) {}

  async tell({ userId, status }: StatusChange): Promise<void> {
    try {
      const gone = status === 'offline';
      if (gone) await this.lastSeen.now([userId]);
      const lastSeenAt = gone ? ((await this.lastSeen.of([userId])).get(userId)?.toISOString() ?? null) : null;
      const payload = { changes: [{ userId, status, lastSeenAt }] };
      for (const { conversationId, aclVersion } of await this.groups.conversationsOf(userId))
        this.realtime.ephemeral(conversationId, 'presence', payload, { exceptUser: userId, aclVersion });
    } catch (error) {
      log.debug({ err: error, userId }, 'a change of presence was not announced');
    }
  }
}
