import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { type AppendLane, Journal } from '../../platform/journal/index.js';
import { derivedId } from '../../shared/ids.js';
import type { IdentityFact } from '../domain/facts.js';

/** Sign-ins to accounts that do not exist are written here, so that they cost what others cost and can be seen. */
const NOBODY = derivedId('identity', 'nobody');

/** The two logs of an account: the user's own (id = user id) and that of sign-ins. */
@Injectable()
export class AccountLog implements OnApplicationBootstrap {
  private readonly refusals: AppendLane<never>;

  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
  ) {
    this.refusals = journal.lane(null);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.database.transaction((tx) => this.open(tx, NOBODY));
  }

  async open(tx: Tx, accountId: string): Promise<void> {
    await this.journal.open(tx, 'user', accountId);
    await this.journal.open(tx, 'account', signInStream(accountId));
  }

  async append(tx: Tx, accountId: string, facts: readonly IdentityFact[]): Promise<void> {
    for (const { kind, type, payload } of facts) {
      const streamId = kind === 'user' ? accountId : signInStream(accountId);
      await this.journal.appendWithin(tx, { kind, streamId, type, payload, actorId: accountId, aclVersion: null });
    }
  }

  /** The same work, by group commit, whether the account exists or not. */
  async appendRefusal(accountId: string | undefined, reason: string): Promise<void> {
    const actorId = accountId ?? NOBODY;
    const streamId = signInStream(actorId);
    const type = 'identity.sign-in-refused.v1';
    await this.refusals.append({ kind: 'account', streamId, type, payload: { reason }, actorId, aclVersion: null });
  }
}

/** The id of an account's sign-in log. */
function signInStream(accountId: string): string {
  return derivedId(accountId, 'account');
}
