import { EntitySchema } from 'typeorm';
import { registerEntities } from '../../platform/database/index.js';
import type { AccountState } from '../domain/account.js';
import type { SessionState } from '../domain/session.js';

export interface AccountRow extends AccountState {
  /** What the username looks like; unique, so that no two accounts look the same. */
  usernameSkeleton: string;
  /** The display name folded for search by prefix. */
  displayKey: string;
}

const time = { type: 'timestamptz', precision: 3 } as const;

export const Accounts = new EntitySchema<AccountRow>({
  name: 'Account',
  tableName: 'accounts',
  columns: {
    id: { type: 'uuid', primary: true },
    username: { type: 'text' },
    usernameSkeleton: { type: 'text', name: 'username_skeleton' },
    displayName: { type: 'text', name: 'display_name' },
    displayKey: { type: 'text', name: 'display_key' },
    passwordHash: { type: 'text', name: 'password_hash' },
    isAdmin: { type: 'boolean', name: 'is_admin' },
    disabledAt: { ...time, name: 'disabled_at', nullable: true },
    createdAt: { ...time, name: 'created_at' },
  },
});

export const Sessions = new EntitySchema<SessionState>({
  name: 'Session',
  tableName: 'sessions',
  columns: {
    id: { type: 'uuid', primary: true },
    accountId: { type: 'uuid', name: 'account_id' },
    device: { type: 'text' },
    tokenHash: { type: 'bytea', name: 'token_hash' },
    previousHash: { type: 'bytea', name: 'previous_hash', nullable: true },
    rotatedAt: { ...time, name: 'rotated_at' },
    createdAt: { ...time, name: 'created_at' },
    lastSeenAt: { ...time, name: 'last_seen_at' },
    endedAt: { ...time, name: 'ended_at', nullable: true },
  },
});

registerEntities(Accounts, Sessions);
