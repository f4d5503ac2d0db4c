import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Page, UserView } from '../../contract/index.js';
import { decodeCursor, encodeCursor } from '../../shared/cursor.js';
import { foldUsername } from '../domain/username.js';
import { InvalidCursor } from '../errors.js';
import { UserReader } from '../persistence/user-reader.js';

/** Users whose username or display name begins with a text, in the order of usernames. */
export class FindUsers extends Query<Page<UserView>> {
  constructor(
    readonly prefix: string,
    readonly limit: number,
    readonly cursor: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(FindUsers)
export class FindUsersHandler implements IQueryHandler<FindUsers> {
  constructor(private readonly users: UserReader) {}

  async execute({ prefix, limit, cursor }: FindUsers): Promise<Page<UserView>> {
    const folded = foldUsername(prefix).trimStart();
    if (folded === '' || isNoName(folded)) return { items: [] };
    const found = await this.users.findByPrefix(folded, cursor === undefined ? '' : afterOf(cursor), limit + 1);
    const items = found.slice(0, limit);
    return found.length > limit ? { items, nextCursor: encodeCursor([items.at(-1)!.username]) } : { items };
  }
}

/** Such text stands in no name, and Postgres takes no NUL. */
export const isNoName = (text: string): boolean => /[\p{Cc}\p{Cs}]/u.test(text);

export function afterOf(cursor: string): string {
  const [username] = decodeCursor(cursor, 1) ?? [];
  if (typeof username !== 'string' || isNoName(username)) throw new InvalidCursor();
  return username;
}
