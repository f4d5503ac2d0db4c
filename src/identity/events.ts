import type { AccountEntries, UserEntries } from '../contract/index.js';

/** What identity tells others, by wire name. Payloads are those of `contract/entries.ts`. */
export type IdentityEvents = AccountEntries & Pick<UserEntries, 'identity.profile-changed.v1'>;
