import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { UserView } from '../../contract/index.js';
import { UserReader } from '../persistence/user-reader.js';

/** Users by id; ids of nobody are left out. */
export class GetUsers extends Query<UserView[]> {
  constructor(readonly ids: readonly string[]) {
    super();
  }
}

@QueryHandler(GetUsers)
export class GetUsersHandler implements IQueryHandler<GetUsers> {
  constructor(private readonly users: UserReader) {}

  execute({ ids }: GetUsers): Promise<UserView[]> {
    return this.users.findByIds(ids);
  }
}
