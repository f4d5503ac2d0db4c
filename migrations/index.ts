/** The one ordered series. File and class carry the time; each module adds its own and touches only its own tables. */
import { Journal1763700000000 } from './1763700000000-journal-tables.js';
import { Auth1763700100000 } from './1763700100000-auth-tables.js';
import { Idempotency1763700110000 } from './1763700110000-idempotency-keys.js';
import { Identity1763700120000 } from './1763700120000-identity-tables.js';
import { SignInHistory1763700130000 } from './1763700130000-identity-sign-in-history.js';
import { Transport1763700150000 } from './1763700150000-transport-tables.js';
import { Groups1763710000000 } from './1763710000000-groups-tables.js';
import { Messaging1763740000000 } from './1763740000000-messaging-tables.js';
import { Presence1763750000000 } from './1763750000000-presence-last-seen.js';
import { Notifications1763760000000 } from './1763760000000-notifications-tables.js';
import { GroupsSettings1763770000000 } from './1763770000000-groups-settings.js';
import { MessagingDrafts1763780000000 } from './1763780000000-messaging-drafts.js';
import { IdempotencyOperation1763790000000 } from './1763790000000-idempotency-operation.js';
import { RealtimeSilence1763800000000 } from './1763800000000-realtime-silence.js';

export const migrations = [
  Journal1763700000000,
  Auth1763700100000,
  Idempotency1763700110000,
  Identity1763700120000,
  SignInHistory1763700130000,
  Transport1763700150000,
  Groups1763710000000,
  Messaging1763740000000,
  Presence1763750000000,
  Notifications1763760000000,
  GroupsSettings1763770000000,
  MessagingDrafts1763780000000,
  IdempotencyOperation1763790000000,
  RealtimeSilence1763800000000,
];
