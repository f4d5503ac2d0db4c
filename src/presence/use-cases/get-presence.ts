import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { PresenceStatus, PresenceView } from '../../contract/index.js';
import { GroupsApi } from '../../groups/index.js';
import { LastSeen } from '../persistence/last-seen.js';
import { Statuses } from '../persistence/statuses.js';

/** Presence of oneself and of people one shares a conversation with; others are left out, as unknown ids are. */
export class GetPresence extends Query<PresenceView[]> {
  constructor(
    readonly userId: string,
    readonly userIds: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(GetPresence)
export class GetPresenceHandler implements IQueryHandler<GetPresence> {
  constructor(
    private readonly groups: GroupsApi,
    private readonly statuses: Statuses,
    private readonly lastSeen: LastSeen,
  ) {}

  async execute({ userId, userIds }: GetPresence): Promise<PresenceView[]> {
    const sharing = await this.groups.shareConversation(userId, userIds);
    const visible = [...new Set(userIds)].filter((id) => id === userId || sharing.has(id));
    const [statuses, seen] = await Promise.all([this.statuses.of(visible), this.lastSeen.of(visible)]);
    return visible.map((id) => {
      const status = statuses.get(id)!;
      return { userId: id, status, lastSeenAt: isHere(status) ? null : (seen.get(id)?.toISOString() ?? null) };
    });
  }
}

const isHere = (status: PresenceStatus): boolean => status === 'online' || status === 'away';
