import type { PlantName } from './bugs.js';
import { emitRolledBack, loseEdit, loseRemoval, resurrectDelete } from './changes.js';
import { deliverToRemoved, ghostPresence, loseLastEvent, refuseResume, resumeHole, reuseAfterRestore } from './live.js';
import { acceptRevoked, cursorGoesBack, stalePage, unreadOffByOne } from './reads.js';
import { relayById, relaySkipLocked } from './relay.js';
import { ackBeforeCommit, dropAcked, duplicateOnRetry, skipNumber, swapNumbers } from './sends.js';

/** How each bug is planted: methods of the server's own classes are replaced, for this process. */
export const PLANTS: Record<PlantName, () => void> = {
  'drop-acked': dropAcked,
  'ack-before-commit': ackBeforeCommit,
  'duplicate-on-retry': duplicateOnRetry,
  'swap-numbers': swapNumbers,
  'skip-number': skipNumber,
  'reuse-after-restore': reuseAfterRestore,
  'emit-rolled-back': emitRolledBack,
  'deliver-to-removed': deliverToRemoved,
  'unread-off-by-one': unreadOffByOne,
  'cursor-goes-back': cursorGoesBack,
  'lose-edit': loseEdit,
  'lose-removal': loseRemoval,
  'resurrect-delete': resurrectDelete,
  'resume-hole': resumeHole,
  'refuse-resume': refuseResume,
  'lose-last-event': loseLastEvent,
  'relay-by-id': relayById,
  'relay-skip-locked': relaySkipLocked,
  'accept-revoked': acceptRevoked,
  'ghost-presence': ghostPresence,
  'stale-page': stalePage,
};
