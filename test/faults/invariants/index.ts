import { I1 } from './i01-lost-write.js';
import { I2, I3 } from './i02-i03-indeterminate.js';
import { I4 } from './i04-corruption.js';
import { I5 } from './i05-numbers.js';
import { I6 } from './i06-order.js';
import { I7 } from './i07-nodes-agree.js';
import { I8 } from './i08-relay.js';
import { I9 } from './i09-effects.js';
import { I10 } from './i10-delivery.js';
import { I11 } from './i11-resume.js';
import { I13 } from './i13-phantom.js';
import { I14 } from './i14-changes.js';
import { I15 } from './i15-cursors.js';
import { I16 } from './i16-unread.js';
import { I17 } from './i17-receipts.js';
import { I18 } from './i18-leaks.js';
import { I19 } from './i19-after-removal.js';
import { I20 } from './i20-revocation.js';
import { I22 } from './i22-presence.js';
import { I23 } from './i23-bounds.js';
import { I24 } from './i24-fencing.js';
import { I25 } from './i25-exits.js';
import { I26 } from './i26-retries.js';
import { I27 } from './i27-epoch.js';
import { I30 } from './i30-honesty.js';
import { I31 } from './i31-recovery.js';
import type { Invariant, NotApplicable } from './invariant.js';

export { inWords, wasLate } from './i31-recovery.js';
export * from './invariant.js';

/** Every invariant that a history can break today. */
export const INVARIANTS: readonly Invariant[] = [
  ...[I1, I2, I3, I4, I5, I6, I7, I8, I9, I10, I11, I13, I14, I15, I16, I17, I18, I19, I20, I22, I23, I24, I25, I26],
  ...[I27, I30, I31],
];

/** The rest of the table, and why no history breaks it. */
export const NOT_CHECKED: readonly NotApplicable[] = [
  {
    id: 'I12',
    sentence: 'Time from ack to visible on all online devices',
    because: 'a distribution, not a yes or no: it is measured, see the figures',
  },
  {
    id: 'I28',
    sentence: 'An acked message’s attachment is downloadable, byte-identical, by members; orphans disappear in time',
    because: 'there are no files yet',
  },
  {
    id: 'I29',
    sentence: 'Order, visibility and expiry of content do not depend on any node’s wall clock',
    because: 'seen through all others: they must hold while clocks jump (faults F42 to F44)',
  },
];
