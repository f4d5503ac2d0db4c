/** What happens around the virtual users. */
export interface Marks {
  /** First line. `limits` are the server's own (`GET /v1/server`), in milliseconds. */
  run: {
    seed: string;
    /** For people: when it began. Every other time is `t`. */
    startedAt: string;
    version: string;
    epoch: string;
    nodes: string[];
    limits: { revokeMs: number; presenceMs: number; typingMs: number; rssBytes?: number; socketQueue?: number };
    /** What has to come of it, or it proves nothing: so many acked sends, and something to look at for each of these invariants. */
    asked: { sends: number; seen: string[] };
    /** The command that runs this seed again. */
    replay: string;
  };
  /** A virtual user: `process` of the line is its name in the log and in its tokens. */
  user: { userId: string; username: string };
  phase: { name: 'warm-up' | 'load' | 'heal' | 'quiesce' | 'final' };
  /** A fault begins or was taken back; `id` pairs them, `fault` is its number in the matrix (`F01`). */
  'fault-start': { id: number; fault: string; what: string };
  /** `target`: what it hit. `bit`: how often it did. */
  'fault-heal': { id: number; target?: string; bit: number };
  /** One that was asked for and could not be done. */
  'fault-left-out': { fault: string; what: string; because: string };
  /** So many calls had not ended long after the load was over: they count as unanswered. */
  'given-up': { calls: number };
  /** `process` of the line should have come back by itself long ago; a `start` of it that comes later says that it was late. */
  'not-back': { because: string };
  /**
   * Every fault has been taken back, and this got no answer to the last, however often it was repeated. `process` of the line: the node,
   * part or way in that was asked; of a send (`clientMessageId`), its author. `promised`: Parley says that there will be one.
   */
  'no-answer': { what: string; because: string; promised: boolean; clientMessageId?: string };
  /** The database was replaced by an older state of itself, and is not up again: what was acked after `takenAt` (a `t`) may be gone. */
  restore: { takenAt: number };
  /** `process` of the line is the node. `expected`: the nemesis did it. */
  start: { pid: number };
  exit: { pid: number; code: number | null; signal: string | null; expected: boolean };
  /** Uncaught exceptions and unhandled rejections found in a node's output. */
  crash: { message: string };
  /** A row of `relay_leases` where it differs from the last one seen. */
  lease: { shard: number; owner: string | null; fencing: number };
  /** A look at a node; what cannot be read is left out. */
  sample: { rssBytes?: number; eventLoopMs?: number; socketQueue?: number; outbox?: number };
}

export type MarkName = keyof Marks;
