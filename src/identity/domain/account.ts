import type { UserView } from '../../contract/index.js';
import { AggregateRoot } from '../../shared/aggregate-root.js';
import { OwnAccount } from '../errors.js';
import type { IdentityFact } from './facts.js';

export interface AccountState {
  id: string;
  username: string;
  displayName: string;
  passwordHash: string;
  isAdmin: boolean;
  disabledAt: Date | null;
  createdAt: Date;
}

/** Somebody who can sign in. The password itself never gets here, only its hash. */
export class Account extends AggregateRoot<IdentityFact> {
  constructor(private readonly state: AccountState) {
    super();
  }

  get id(): string {
    return this.state.id;
  }

  get snapshot(): Readonly<AccountState> {
    return this.state;
  }

  get disabled(): boolean {
    return this.state.disabledAt !== null;
  }

  rename(displayName: string): void {
    if (displayName === this.state.displayName) return;
    this.state.displayName = displayName;
    this.record({ kind: 'user', type: 'identity.profile-changed.v1', payload: { displayName } });
  }

  changePassword(passwordHash: string, sessionId: string): void {
    this.state.passwordHash = passwordHash;
    this.record({ kind: 'account', type: 'identity.password-changed.v1', payload: { sessionId } });
  }

  /** The same password under the cost in force; nothing happened that anybody needs to know. */
  rehash(passwordHash: string): void {
    this.state.passwordHash = passwordHash;
  }

  /** @throws OwnAccount */
  disable(byUserId: string, now: Date): void {
    if (byUserId === this.state.id) throw new OwnAccount();
    this.state.disabledAt ??= now;
  }

  enable(): void {
    this.state.disabledAt = null;
  }

  view(): UserView {
    const { id, username, displayName, isAdmin, createdAt } = this.state;
    return { id, username, displayName, isAdmin, disabled: this.disabled, createdAt: createdAt.toISOString() };
  }
}
