import type { Anomaly } from '../invariants/index.js';

/** What the checker has to call a bug, and what has to happen in a run for it to show. */
export interface PlantedBug {
  invariant: string;
  anomaly: Anomaly;
  needs: string;
}

/** Every bug of the list, by the name that `PLANT` takes. What cannot be planted yet says why. */
export const PLANTED_BUGS = {
  'drop-acked': { invariant: 'I1', anomaly: 'lost write', needs: 'sends' },
  'ack-before-commit': { invariant: 'I30', anomaly: 'fail-open', needs: 'sends' },
  'duplicate-on-retry': { invariant: 'I1', anomaly: 'duplicate', needs: 'sends repeated over nodes' },
  'swap-numbers': {
    invariant: 'I6',
    anomaly: 'non-monotonic send',
    needs: 'sends one after the other in one conversation',
  },
  'skip-number': { invariant: 'I5', anomaly: 'gap', needs: 'sends' },
  'reuse-after-restore': {
    invariant: 'I27',
    anomaly: 'inconsistent offset',
    needs: 'F34, a restore while clients live',
  },
  'emit-rolled-back': { invariant: 'I13', anomaly: 'phantom', needs: 'edits, deletes, reactions' },
  'deliver-to-removed': {
    invariant: 'I18',
    anomaly: 'leak',
    needs: 'removals while sending, and raw frames in the log',
  },
  'unread-off-by-one': {
    invariant: 'I16',
    anomaly: 'counter drift',
    needs: 'somebody with something unread at the end',
  },
  'cursor-goes-back': { invariant: 'I15', anomaly: 'cursor regression', needs: 'reading' },
  'lose-edit': { invariant: 'I14', anomaly: 'lost update', needs: 'edits' },
  'lose-removal': { invariant: 'I14', anomaly: 'lost update', needs: 'removals from groups' },
  'resurrect-delete': { invariant: 'I14', anomaly: 'resurrected delete', needs: 'deletes' },
  'resume-hole': {
    invariant: 'I11',
    anomaly: 'partial recovery',
    needs: 'bare resumes with at least three events missed',
  },
  'refuse-resume': { invariant: 'I10', anomaly: 'never caught up', needs: 'F37, devices that come back' },
  'lose-last-event': {
    invariant: 'I10',
    anomaly: 'poll-skip',
    needs: 'many conversations, devices that stay connected',
  },
  'relay-by-id': { invariant: 'I8', anomaly: 'lost relay', needs: 'sends over several nodes' },
  'relay-skip-locked': { invariant: 'I8', anomaly: 'reordered relay', needs: 'sends over several nodes' },
  'accept-revoked': {
    invariant: 'I20',
    anomaly: 'revoked session accepted',
    needs: 'uses of a session later than allowed after its end',
  },
  'ghost-presence': {
    invariant: 'I22',
    anomaly: 'ghost presence',
    needs: 'a user who goes for a minute while others look',
  },
  'stale-page': { invariant: 'I7', anomaly: 'split brain', needs: 'final histories from every node' },
} as const satisfies Record<string, PlantedBug>;

export type PlantName = keyof typeof PLANTED_BUGS;

export const NOT_PLANTED = { 'attachment-of-another': 'there are no files yet (I28)' } as const;
