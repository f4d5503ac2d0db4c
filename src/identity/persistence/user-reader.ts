import { Injectable } from '@nestjs/common';
import type { AdminUserView, UserView } from '../../contract/index.js';
import { Database } from '../../platform/database/index.js';
import { Account, type AccountState } from '../domain/account.js';

const COLUMNS = `id, username, display_name AS "displayName", password_hash AS "passwordHash", is_admin AS "isAdmin",
  disabled_at AS "disabledAt", created_at AS "createdAt"`;
const BY_IDS = `SELECT ${COLUMNS} FROM accounts WHERE id = ANY($1::uuid[]) ORDER BY username`;
const BY_NAMES = `SELECT ${COLUMNS} FROM accounts WHERE username = ANY($1::text[]) ORDER BY username`;
const BY_PREFIX = `
  SELECT ${COLUMNS} FROM accounts
  WHERE (username LIKE $1 OR display_key LIKE $1) AND username > $2 ORDER BY username LIMIT $3`;
const ACCOUNTS = `
  SELECT ${COLUMNS}, live.sessions, live.seen FROM accounts a
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS sessions, max(last_seen_at) AS seen FROM sessions
    WHERE account_id = a.id AND ended_at IS NULL AND last_seen_at >= now() - make_interval(secs => $4)) live
  WHERE (username LIKE $1 OR display_key LIKE $1) AND username > $2 ORDER BY username LIMIT $3`;

interface AccountWithSessions extends AccountState {
  sessions: number;
  seen: Date | null;
}

/** Reads of accounts without a lock: for showing, and for the look-up at sign-in. */
@Injectable()
export class UserReader {
  constructor(private readonly database: Database) {}

  async findByIds(ids: readonly string[]): Promise<UserView[]> {
    return ids.length === 0 ? [] : this.views('users-by-ids', BY_IDS, [ids]);
  }

  /** Exact usernames, folded. */
  async findByUsernames(names: readonly string[]): Promise<UserView[]> {
    const possible = names.filter(isStorable);
    return possible.length === 0 ? [] : this.views('users-by-names', BY_NAMES, [possible]);
  }

  /** Whose username or display name begins with `prefix` (folded), by username, after `after`. */
  async findByPrefix(prefix: string, after: string, limit: number): Promise<UserView[]> {
    return this.views('users-by-prefix', BY_PREFIX, [patternOf(prefix), after, limit]);
  }

  /** The same with what the administrator sees; an empty prefix is everybody. */
  async listAccounts(prefix: string, after: string, limit: number, idleMs: number): Promise<AdminUserView[]> {
    const params = [patternOf(prefix), after, limit, idleMs / 1_000];
    const rows = await this.database.named<AccountWithSessions>('accounts-list', ACCOUNTS, params);
    return rows.map(({ sessions, seen, ...state }) => ({
      ...new Account(state).view(),
      disabledAt: state.disabledAt?.toISOString() ?? null,
      sessions,
      lastSeenAt: seen?.toISOString() ?? null,
    }));
  }

  /** With its password hash; for sign-in alone. */
  async findAccount(username: string): Promise<Account | undefined> {
    const [row] = await this.database.named<AccountState>('account-by-name', BY_NAMES, [[username].filter(isStorable)]);
    return row && new Account(row);
  }

  private async views(name: string, sql: string, params: unknown[]): Promise<UserView[]> {
    const rows = await this.database.named<AccountState>(name, sql, params);
    return rows.map((row) => new Account(row).view());
  }
}

/** What begins with this text, taken literally. */
const patternOf = (prefix: string): string => `${prefix.replace(/[\\%_]/g, '\\$&')}%`;

/** Postgres takes no NUL in text; no name has one. */
function isStorable(name: string): boolean {
  return !name.includes('\0');
}
