import type { CursorView, NotificationKind, UnreadView } from '../../../src/contract/index.js';
import type { SeenEntry, SeenMessage } from './digest.js';

type Of = { conversationId: string };

/** Where a token was looked for. */
export type ProbePlace =
  | 'page'
  | 'message'
  | 'versions'
  | 'range'
  | 'resume'
  | 'notifications'
  | 'conversations'
  | 'previews'
  | 'kafka'
  | 'log-file'
  | 'search';

/** Read when everything is at rest. A long answer may come in several lines; they are put together in their order. */
export interface Finals {
  /** The database's epoch. */
  epoch: { epoch: string };
  /** A row of `streams`. */
  stream: { streamId: string; kind: 'conversation' | 'user' | 'account'; lastSeq: number; aclVersion: number };
  /** A row of `entries`, as it stands: deleted text is gone from it. */
  entry: {
    streamId: string;
    seq: number;
    eventId: string;
    type: string;
    actorId: string;
    aclVersion: number;
    at: string;
    data: object;
  };
  /** The history of a conversation as one node pages it to one of its members. */
  history: Of & { node: string; userId: string; headSeq: number; messages: SeenMessage[] };
  /** The same conversation's log, as `sync.range` of one node tells it. `data`: what each event carries, for a model without a database. */
  log: Of & { node: string; userId: string; headSeq: number; events: SeenEntry[]; data: object[] };
  /**
   * Where one device stands. `live`: connected and caught up. `listed`: the conversations it shows; `told`: those that a node
   * answers its user.
   */
  device: { live: boolean; listed: string[]; told: string[] };
  /** One device's timeline, scrolled to its beginning, and the last number it has. */
  timeline: Of & { appliedSeq: number; messages: SeenMessage[] };
  /** Unread and cursor of one user in one conversation; told by a node, or as a device shows it (`device` of the line). */
  standing: Of &
    UnreadView &
    Omit<CursorView, 'deliveredSeq'> & {
      userId: string;
      node?: string;
      /** A device does not show it. */
      deliveredSeq?: number;
    };
  receipts: Of & { node: string; userId: string; receipts: Array<{ userId: string } & CursorView> };
  notifications: {
    node: string;
    userId: string;
    unread: number;
    items: Array<Of & { id: string; kind: NotificationKind; seq: number; actorId: string; read: boolean }>;
  };
  /** A row that a consumer made of the entry `streamId`/`seq`; `key` tells several effects of one entry apart. */
  effect: { consumer: string; streamId: string; seq: number; key: string };
  /** A row of the history of receipts. It names the move of which it was made, and not its number. */
  'receipt-row': Of & CursorView & { userId: string };
  /** What is left when nothing moves any more, or when waiting was given up. */
  rest: {
    outbox: number;
    outboxDead: number;
    deadLetters: number;
    /** Records not consumed, per consumer group that has any. */
    behind: Record<string, number>;
    /** From healing until rest; null: it never came. */
    quietAfterMs: number | null;
  };
  /** A record in Kafka, in the order of its partition. `token`: of the body in it. */
  record: {
    topic: string;
    partition: number;
    offset: number;
    key: string;
    seq: number;
    id: string;
    type: string;
    /** Absent: its headers do not say. */
    shard?: number;
    fencing?: number;
  };
  /** Everything of this kind has been read, be it nothing: there are no other `record`s, no other `effect`s of sign-ins, or no other `receipt-row`s. */
  'all-read': { what: 'records' | 'sign-ins' | 'receipts' };
  /**
   * `userId` (null: nobody in particular, for Kafka and log files) looked for `looked` tokens at one place and found these.
   * Whether he may is for the checker to say.
   */
  probe: {
    userId: string | null;
    conversationId: string | null;
    where: ProbePlace;
    looked: number;
    found: string[];
    /** A member looked for what was deleted: the number of a message whose deletion had been acked. */
    deletedSeq?: number;
  } & {
    /** A `t`: when it was asked, where that was during the load. */
    askedAt?: number;
  };
}

export type FinalName = keyof Finals;
