import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { AdminUserView, Page } from '../../contract/index.js';
import { Config } from '../../platform/config/index.js';
import { encodeCursor } from '../../shared/cursor.js';
import { sessionIdleMs } from '../credentials/session-idle.js';
import { foldUsername } from '../domain/username.js';
import { UserReader } from '../persistence/user-reader.js';
import { afterOf, isNoName } from './find-users.js';

/** All accounts or those that begin with a text, disabled ones too, in the order of usernames; for the administrator. */
export class ListAccounts extends Query<Page<AdminUserView>> {
  constructor(
    readonly prefix: string,
    readonly limit: number,
    readonly cursor: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(ListAccounts)
export class ListAccountsHandler implements IQueryHandler<ListAccounts> {
  constructor(
    private readonly config: Config,
    private readonly users: UserReader,
  ) {}

  async execute({ prefix, limit, cursor }: ListAccounts): Promise<Page<AdminUserView>> {
    const folded = foldUsername(prefix).trimStart();
    if (isNoName(folded)) return { items: [] };
    const after = cursor === undefined ? '' : afterOf(cursor);
    const found = await this.users.listAccounts(folded, after, limit + 1, sessionIdleMs(this.config));
    const items = found.slice(0, limit);
    return found.length > limit ? { items, nextCursor: encodeCursor([items.at(-1)!.username]) } : { items };
  }
}
