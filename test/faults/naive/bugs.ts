import type { Anomaly } from '../invariants/index.js';
import type { Random } from './random.js';

/** What can be planted in the naive server, and what the checker has to call it. */
export const NAIVE_BUGS = {
  'drop-acked': ['I1', 'lost write'],
  'ack-before-commit': ['I1', 'lost write'],
  'duplicate-on-retry': ['I1', 'duplicate'],
  'swap-numbers': ['I6', 'non-monotonic send'],
  'skip-number': ['I5', 'gap'],
  'reuse-after-restore': ['I27', 'inconsistent offset'],
  'emit-rolled-back': ['I13', 'phantom'],
  'deliver-to-removed': ['I18', 'leak'],
  'unread-off-by-one': ['I16', 'counter drift'],
  'cursor-goes-back': ['I15', 'cursor regression'],
  'lose-edit': ['I14', 'lost update'],
  'lose-removal': ['I14', 'lost update'],
  'resurrect-delete': ['I14', 'resurrected delete'],
  'resume-hole': ['I11', 'partial recovery'],
  'lose-last-event': ['I10', 'poll-skip'],
  'relay-by-id': ['I8', 'lost relay'],
  'relay-skip-locked': ['I8', 'reordered relay'],
  'accept-revoked': ['I20', 'revoked session accepted'],
  'ghost-presence': ['I22', 'ghost presence'],
} as const satisfies Record<string, readonly [string, Anomaly]>;

export type NaiveBug = keyof typeof NAIVE_BUGS;

/** Which bug is planted, and how often it had an effect. */
export class Planted {
  bitten = 0;

  constructor(
    private readonly random: Random,
    readonly bug?: NaiveBug,
  ) {}

  /** True: the planted bug is this one, and it bites now. */
  bites(bug: NaiveBug, chance = 1): boolean {
    if (this.bug !== bug || !this.random.chance(chance)) return false;
    this.bitten += 1;
    return true;
  }
}
