import type { AccountEntries, UserEntries } from '../../contract/index.js';

type Of<Kind, Entries> = { [T in keyof Entries]: { kind: Kind; type: T; payload: Entries[T] } }[keyof Entries];

/** What happened to an account: for its owner's devices (`user`), or for its sign-in log (`account`). */
export type IdentityFact =
  Extract<Of<'user', UserEntries>, { type: `identity.${string}` }> | Of<'account', AccountEntries>;
