import type { Cluster } from '../cluster/cluster.js';
import type { Random } from '../driver/random.js';
import type { World } from '../driver/world.js';
import type { FaultProxy } from '../proxy/fault-proxy.js';

/** What a fault may lay its hands on. */
export interface Scene {
  /** Null: a deployment that is not ours, whose parts cannot be touched. */
  cluster: Cluster | null;
  /** The users' ways in. */
  fronts: readonly FaultProxy[];
  world: World;
  random: Random;
  say: (line: string) => void;
}

/** How long this fault stays. */
export interface Stay {
  length: 'quick' | 'full';
  seconds: number;
}

/** The same, with a cluster of our own. */
export type OwnScene = Scene & Stay & { cluster: Cluster };

export interface Injected {
  /** What it hit, for the report: `node-2`. */
  target?: string;
  /**
   * How often it did something, asked before it is taken back: 0 proves nothing. Where injecting it is waiting for its effect (a process
   * has ended, a command was answered), that is what is counted.
   */
  bit: () => number | Promise<number>;
  /** Takes it back; resolves when the part answers again. */
  heal: () => Promise<void>;
}

/** One row of the fault matrix. */
export interface Fault {
  /** Its number in guarantees.md. */
  id: string;
  name: string;
  /** How long it stays: in the quick set, and otherwise. */
  seconds: { quick: number; full: number };
  /**
   * For people: what is expected beyond "all invariants hold", and how soon after healing. That everything is back in the end is judged
   * (I31); how soon, on a machine that others use too, is not.
   */
  expected: string;
  /**
   * Asked before the cluster starts: three brokers instead of one; nodes whose clocks can be set; a disk of the database's own that
   * can be filled; nodes that can be started as a newer build.
   */
  needs?: { brokers?: 3; clock?: true; disk?: true; builds?: true };
  /** Whether it can be done to a deployment that is not ours: only what clients can do. */
  fromOutside?: true;
  /** Why it cannot be done here, in one plain sentence; null: it can. */
  impossible?(scene: OwnScene): Promise<string | null>;
  inject(scene: OwnScene): Promise<Injected>;
}
