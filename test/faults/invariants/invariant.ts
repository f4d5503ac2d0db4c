import type { Line } from '../history/index.js';
import type { History } from '../model/history.js';
import type { Model } from '../model/model.js';

/** What Jepsen's checkers would call it, as far as they have a name. */
export type Anomaly =
  | 'lost write'
  | 'duplicate'
  | 'aborted read'
  | 'corruption'
  | 'gap'
  | 'inconsistent offset'
  | 'non-monotonic send'
  | 'split brain'
  | 'lost relay'
  | 'reordered relay'
  | 'lost effect'
  | 'repeated effect'
  | 'poll-skip'
  | 'non-monotonic poll'
  | 'never caught up'
  | 'partial recovery'
  | 'phantom'
  | 'lost update'
  | 'resurrected delete'
  | 'cursor regression'
  | 'cursor past head'
  | 'counter drift'
  | 'false receipt'
  | 'leak'
  | 'write after removal'
  | 'revoked session accepted'
  | 'ghost presence'
  | 'false offline'
  | 'typing that stays'
  | 'unbounded'
  | 'unexpected exit'
  | 'fail-open'
  | 'internal error'
  | 'no recovery';

/** Where to look for the lines that show an anomaly. Everything given has to fit. */
export interface Focus {
  conversationId?: string;
  /** Numbers concerned. */
  seqs?: readonly number[];
  /** Only what this device was shown. */
  device?: string;
  /** These calls, whatever else is given. */
  calls?: ReadonlyArray<{ call: number }>;
  /** These very lines. */
  lines?: readonly Line[];
  /** When it happened, where these lines do not say so: what is nearest to it says most. */
  at?: number;
}

export interface Finding {
  anomaly: Anomaly;
  /** One sentence for people, with names and numbers. */
  says: string;
  conversationId?: string;
  userId?: string;
  device?: string;
  node?: string;
  /** The numbers concerned, by name. */
  numbers?: Record<string, number>;
  focus: Focus;
}

export interface World {
  history: History;
  model: Model;
}

/** How often a check found something to look at: nothing looked at is nothing proven. */
export interface Tally {
  looked: number;
  /** The same for each part of an invariant that has parts. */
  parts: Record<string, number>;
}

/** Counts a look at one of the parts. Only what could have been wrong is one. */
export function looked(tally: Tally, part: string): void {
  tally.looked += 1;
  tally.parts[part]! += 1;
}

export interface Invariant {
  /** As in the guarantees: `I1` … `I30`. */
  id: string;
  /** What must hold. */
  sentence: string;
  /** What a look is: `acked sends`, `sightings`. */
  unit: string;
  /** Of what kinds a look is, where its sentence promises several things: a lot of one kind says nothing of the others. */
  parts?: readonly string[];
  /** What it looks at is in the database alone, and in no answer of a node. */
  needsDatabase?: true;
  check(world: World, tally: Tally): Iterable<Finding>;
}

/** An invariant that cannot be broken yet, and why. */
export interface NotApplicable {
  id: string;
  sentence: string;
  because: string;
}

/** Ids as people read them. */
export const short = (id: string): string => (id.length > 12 ? `…${id.slice(-8)}` : id);

/** A user by his name in the run. */
export const nameOf = ({ history }: World, userId: string): string => history.names.get(userId) ?? short(userId);
