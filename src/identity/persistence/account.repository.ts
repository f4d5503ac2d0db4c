import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { Account } from '../domain/account.js';
import { UserNotFound, UsernameTaken } from '../errors.js';
import { AccountLog } from './account-log.js';
import { Accounts } from './tables.js';

/** Any fixed number: of the accounts made while there is none, one is made at a time. */
const FIRST_LOCK = 7_232_010;
const ANY = 'SELECT EXISTS (SELECT FROM accounts) AS any';

@Injectable()
export class AccountRepository {
  /** Accounts are never deleted: a yes stays one. */
  private some = false;

  constructor(
    private readonly database: Database,
    private readonly log: AccountLog,
  ) {}

  /** Whether there is any account. */
  async exist(): Promise<boolean> {
    this.some ||= (await this.database.named<{ any: boolean }>('accounts-exist', ANY, []))[0]!.any;
    return this.some;
  }

  /**
   * Whether there is no account yet. A yes is binding until the transaction ends: whoever else asks waits for it, then hears
   * no; where there are accounts nobody waits.
   */
  async isFirst(tx: Tx): Promise<boolean> {
    const any = async () => (await tx.query<{ any: boolean }>(ANY))[0]!.any;
    if (await any()) return false;
    await tx.query('SELECT pg_advisory_xact_lock($1)', [FIRST_LOCK]);
    return !(await any());
  }

  /** Stores it and opens its logs. @throws UsernameTaken */
  async insert(tx: Tx, account: Account, usernameSkeleton: string): Promise<void> {
    const { snapshot } = account;
    const row = { ...snapshot, usernameSkeleton, displayKey: searchKey(snapshot.displayName) };
    const result = await tx.manager
      .createQueryBuilder()
      .insert()
      .into(Accounts)
      .values(row)
      .orIgnore()
      .returning('id')
      .execute();
    if ((result.raw as unknown[]).length === 0) throw new UsernameTaken();
    await this.log.open(tx, account.id);
    await this.log.append(tx, account.id, account.pull());
  }

  /** Locks it until the transaction ends. @throws UserNotFound */
  async load(tx: Tx, id: string): Promise<Account> {
    const row = await tx.manager.findOne(Accounts, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!row) throw new UserNotFound();
    return new Account(row);
  }

  /** Without a lock. @throws UserNotFound */
  async read(tx: Tx, id: string): Promise<Account> {
    const row = await tx.manager.findOne(Accounts, { where: { id } });
    if (!row) throw new UserNotFound();
    return new Account(row);
  }

  async save(tx: Tx, account: Account): Promise<void> {
    const { displayName, passwordHash, disabledAt } = account.snapshot;
    const change = { displayName, displayKey: searchKey(displayName), passwordHash, disabledAt };
    await tx.manager.update(Accounts, { id: account.id }, change);
    await this.log.append(tx, account.id, account.pull());
  }
}

function searchKey(displayName: string): string {
  return displayName.normalize('NFKC').toLowerCase();
}
