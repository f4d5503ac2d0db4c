import type { UserView } from './views.js';

/** What the deployment's administrator sees, and nobody else. */

export interface AdminUserView extends UserView {
  disabledAt: string | null;
  /** Live ones. */
  sessions: number;
  /** The last use of any of them; null without one. */
  lastSeenAt: string | null;
}

/** An entry that a consumer gave up on, without its content. */
export interface DeadLetterView {
  id: string;
  consumer: string;
  type: string;
  streamId: string;
  seq: number;
  error: string;
  attempts: number;
  diedAt: string;
  /** Asked for and not taken up yet. */
  replayRequestedAt: string | null;
}

/** embedded: within the process, or beside it on this machine, because none is configured. */
export type PartStatus = 'up' | 'down' | 'embedded';

/** How this deployment is, as one of its nodes sees it. Null: what would say so is out of reach. */
export interface DeploymentHealthView {
  version: string;
  /** Of the node that answers. */
  startedAt: string;
  uptimeSeconds: number;
  roles: string[];
  postgres: PartStatus;
  redis: PartStatus;
  kafka: PartStatus;
  outbox: { rows: number; oldestSeconds: number } | null;
  /** Shards whose events somebody publishes, and the nodes that do; fewer than all for long means that events wait. */
  relay: { shards: number; held: number; nodes: number } | null;
  /** By consumer: records that wait for it; null where the outbox says it (embedded) or Kafka cannot be asked. */
  consumers: Array<{ name: string; waiting: number | null }>;
  deadLetters: { consumers: number; outbox: number } | null;
}
