import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { MeView } from '../../contract/index.js';
import type { Principal } from '../../platform/auth/index.js';
import { UserNotFound } from '../errors.js';
import { UserReader } from '../persistence/user-reader.js';

/** Oneself, and which session this is. */
export class GetMe extends Query<MeView> {
  constructor(readonly by: Principal) {
    super();
  }
}

@QueryHandler(GetMe)
export class GetMeHandler implements IQueryHandler<GetMe> {
  constructor(private readonly users: UserReader) {}

  async execute({ by }: GetMe): Promise<MeView> {
    const [user] = await this.users.findByIds([by.userId]);
    if (!user) throw new UserNotFound();
    return { ...user, sessionId: by.sessionId };
  }
}
