import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { SessionView } from '../../contract/index.js';
import type { Principal } from '../../platform/auth/index.js';
import { Config } from '../../platform/config/index.js';
import { sessionIdleMs } from '../credentials/session-idle.js';
import { SessionReader } from '../persistence/session-reader.js';

/** The user's own live sessions, last used first. */
export class ListSessions extends Query<SessionView[]> {
  constructor(readonly by: Principal) {
    super();
  }
}

@QueryHandler(ListSessions)
export class ListSessionsHandler implements IQueryHandler<ListSessions> {
  constructor(
    private readonly config: Config,
    private readonly sessions: SessionReader,
  ) {}

  async execute({ by }: ListSessions): Promise<SessionView[]> {
    const live = await this.sessions.listLive(by.userId, sessionIdleMs(this.config));
    return live.map(({ snapshot: { id, device, createdAt, lastSeenAt } }) => ({
      id,
      device,
      createdAt: createdAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
      current: id === by.sessionId,
    }));
  }
}
