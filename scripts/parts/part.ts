/**
 * A real server that tests, the native stack and the fault runs start on this machine. It listens on loopback, keeps its
 * port and its data over `restart`, and dies with the process that started it, even when that one is killed with -9.
 */
export interface Part {
  readonly pid: number;
  /** Sends a signal; for one that ends the process, waits for its end, and helps with SIGKILL where that takes too long. SIGSTOP and SIGCONT return at once. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Ends it if it lives, starts it again on the same port and data, waits until it answers. */
  restart(): Promise<void>;
  /** Ends it in order. Idempotent. */
  stop(): Promise<void>;
}

/** Why a part cannot be had here, and how to get it: one plain sentence for people. */
export interface Missing {
  missing: string;
}

export type Found<T> = T | Missing;

export function isMissing(found: object): found is Missing {
  return 'missing' in found;
}

/** The part, or an error that says how to get it. */
export function required<T extends object>(found: Found<T>): T {
  if (isMissing(found)) throw new Error(found.missing);
  return found;
}

export interface PartOptions {
  /** A folder of its own for data and log; made if missing. */
  dir: string;
  /** Loopback port; any free one without it. */
  port?: number;
}

/** A way to a part that is not the direct one, a fault proxy for example: it listens at `port` from before the part starts. */
export interface Door {
  readonly port: number;
  /** Told, when the part is there, where that is. */
  to(port: number): void;
}
