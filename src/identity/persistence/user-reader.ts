import { Injectable } from '@nestjs/common';
import type { UserView } from '../../contract/index.js';
import { Database } from '../../platform/database/index.js';
import { Account, type AccountState } from '../domain/account.js';

const COLUMNS = `id, username, display_name AS "displayName", password_hash AS "passwordHash", is_admin AS "isAdmin",
  disabled_at AS "disabledAt", created_at AS "createdAt"`;
const BY_IDS = `SELECT ${COLUMNS} FROM accounts WHERE id = ANY($1::uuid[]) ORDER BY username`;
const BY_NAMES = `SELECT ${COLUMNS} FROM accounts WHERE username = ANY($1::text[]) ORDER BY username`;
const BY_PREFIX = `
  SELECT ${COLUMNS} FROM accounts
  WHERE (username LIKE $1 OR display_key LIKE $1) AND username > $2 ORDER BY username LIMIT $3`;

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
    const pattern = `${prefix.replace(/[\\%_]/g, '\\$&')}%`;
    return this.views('users-by-prefix', BY_PREFIX, [pattern, after, limit]);
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

/** Postgres takes no NUL in text; no name has one. */
function isStorable(name: string): boolean {
  return !name.includes('\0');
}
