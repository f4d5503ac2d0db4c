import { TIMINGS } from '../../contract/index.js';

export const REALTIME_TIMINGS = Symbol('REALTIME_TIMINGS');

export interface RealtimeTimings {
  headsEveryMs: number;
  /** How often heads are read while the bus is down. */
  pullEveryMs: number;
  /** How long the gate waits for an entry that is overtaken by a later one. */
  holdMs: number;
  pingIntervalMs: number;
  pingTimeoutMs: number;
  /** A socket that has not signed in by then is closed. */
  signInMs: number;
  /** How often lapsed tokens are looked for. */
  sweepEveryMs: number;
  /** A socket is told to refresh its token this long before it lapses. */
  refreshNeededMs: number;
}

export const DEFAULT_TIMINGS: RealtimeTimings = {
  headsEveryMs: TIMINGS.headsEveryMs,
  pullEveryMs: 1_500,
  holdMs: TIMINGS.gateHoldMs,
  pingIntervalMs: TIMINGS.pingIntervalMs,
  pingTimeoutMs: TIMINGS.pingTimeoutMs,
  signInMs: 8_000,
  sweepEveryMs: 1_000,
  refreshNeededMs: TIMINGS.authRefreshNeededMs,
};
