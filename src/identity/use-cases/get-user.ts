import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { UserView } from '../../contract/index.js';
import { UserNotFound } from '../errors.js';
import { UserReader } from '../persistence/user-reader.js';

/** One user. @throws UserNotFound */
export class GetUser extends Query<UserView> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetUser)
export class GetUserHandler implements IQueryHandler<GetUser> {
  constructor(private readonly users: UserReader) {}

  async execute({ id }: GetUser): Promise<UserView> {
    const [user] = await this.users.findByIds([id]);
    if (!user) throw new UserNotFound();
    return user;
  }
}
