import type { Problem } from '../../../src/contract/index.js';
import type { Finals, FinalName } from './finals.js';
import type { Marks, MarkName } from './marks.js';
import type { OpName, Ops, SightingName, Sightings } from './ops.js';

/** When and by whom. */
export interface Stamp {
  /** Milliseconds since the run began, by the driver's one monotonic clock; fractions allowed. Never smaller than the line before. */
  t: number;
  /** A virtual user (`u12`), a node (`node-1`), `nemesis`, or `final`. */
  process: string;
  /** A user's device (`u12/a`); absent where it is none. */
  device?: string;
}

export type OpError = Pick<Problem, 'code' | 'status'> & { detail?: string };

/**
 * An invocation and its completion share `call`, unique in the log. `ok`: the server said so. `fail`: refused, nothing
 * was written. `info`: nobody knows; also what is never completed. See `outcomeOf`.
 */
export type Invoke<O extends OpName = OpName> = {
  [N in O]: Stamp & {
    phase: 'invoke';
    op: N;
    call: number;
    args: Ops[N]['args'];
    /** The session whose token was used. */
    session?: string;
    /** Counts the device's links: calls with the same one were written to one socket, in the order of the log. Absent: REST. */
    socket?: number;
    node?: string;
    /** As in sightings, for calls that carry numbers. */
    epoch?: string;
  };
}[O];

export type Ok<O extends OpName = OpName> = {
  [N in O]: Stamp & { phase: 'ok'; op: N; call: number; result: Ops[N]['result'] };
}[O];

export type NotOk = {
  [P in 'fail' | 'info']: Stamp & { phase: P; op: OpName; call: number; error: OpError };
}['fail' | 'info'];

/**
 * `epoch`: only when it is not the one of the `run` line, that is, after a restore: the history whose numbers these are.
 */
export type Sighting<S extends SightingName = SightingName> = {
  [N in S]: Stamp & { phase: 'event'; device: string; op: N; result: Sightings[N]; epoch?: string };
}[S];

export type Final<F extends FinalName = FinalName> = {
  [N in F]: Stamp & { phase: 'final'; op: N; result: Finals[N] };
}[F];

export type Mark<M extends MarkName = MarkName> = {
  [N in M]: Stamp & { phase: 'mark'; op: N; result: Marks[N] };
}[M];

/** One line of the log. */
export type Line = Invoke | Ok | NotOk | Sighting | Final | Mark;
