import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { SessionView } from '../../contract/index.js';
import { Config } from '../../platform/config/index.js';
import { sessionIdleMs } from '../credentials/session-idle.js';
import { UserNotFound } from '../errors.js';
import { SessionReader } from '../persistence/session-reader.js';
import { UserReader } from '../persistence/user-reader.js';

/** A user's live sessions, last used first. */
export class ListSessions extends Query<SessionView[]> {
  constructor(
    readonly userId: string,
    /** The one that asks. */
    readonly currentId: string,
  ) {
    super();
  }
}

@QueryHandler(ListSessions)
export class ListSessionsHandler implements IQueryHandler<ListSessions> {
  constructor(
    private readonly config: Config,
    private readonly sessions: SessionReader,
    private readonly users: UserReader,
  ) {}

  async execute({ userId, currentId }: ListSessions): Promise<SessionView[]> {
    const live = await this.sessions.listLive(userId, sessionIdleMs(this.config));
    if (live.length === 0 && (await this.users.findByIds([userId])).length === 0) throw new UserNotFound();
    return live.map(({ snapshot: { id, device, createdAt, lastSeenAt } }) => ({
      id,
      device,
      createdAt: createdAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
      current: id === currentId,
    }));
  }
}
