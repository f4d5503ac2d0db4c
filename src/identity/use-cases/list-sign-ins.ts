import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Page, SignInView } from '../../contract/index.js';
import { decodeCursor, encodeCursor } from '../../shared/cursor.js';
import { InvalidCursor } from '../errors.js';
import { SignInHistory } from '../persistence/sign-in-history.js';

/** One's own sign-in history, newest first. It follows the log by a moment. */
export class ListSignIns extends Query<Page<SignInView>> {
  constructor(
    readonly userId: string,
    readonly limit: number,
    readonly cursor: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(ListSignIns)
export class ListSignInsHandler implements IQueryHandler<ListSignIns> {
  constructor(private readonly history: SignInHistory) {}

  async execute({ userId, limit, cursor }: ListSignIns): Promise<Page<SignInView>> {
    const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : beforeOf(cursor);
    const found = await this.history.list(userId, before, limit + 1);
    const page = found.slice(0, limit);
    const items = page.map(({ kind, at, sessionId, device, reason }) => ({ kind, at, sessionId, device, reason }));
    return found.length > limit ? { items, nextCursor: encodeCursor([page.at(-1)!.seq]) } : { items };
  }
}

function beforeOf(cursor: string): number {
  const [seq] = decodeCursor(cursor, 1) ?? [];
  if (typeof seq !== 'number') throw new InvalidCursor();
  return seq;
}
