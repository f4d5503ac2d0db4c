/** Who is connected and who talks with whom. Every user is in exactly one conversation, so that one number per connection proves order. */
export interface Shape {
  users: number;
  /** Members of each conversation, as user indexes. Two members and `direct` make a direct conversation. */
  conversations: number[][];
  direct: boolean;
}

/** What a connection reports. Ids are the load's own message numbers, carried in the body as `#` and eight digits. */
export interface Receiver {
  acked(user: number, id: number): void;
  /** Turned down with a stable code; nothing was stored. */
  refused(user: number, id: number, code: string, retryable: boolean): void;
  /** `seq` is the conversation's number of the message, 0 where the server gives none. */
  delivered(user: number, id: number, seq: number): void;
}

export interface Connection {
  /** False once either side has closed it. */
  open(): boolean;
  send(id: number): void;
  /** Reads nothing any more and stays connected. */
  stall?(): void;
  /** Cuts the connection as a lost network does. */
  destroy(): void;
}

/** One side of a measurement: a server under load, started and stopped by the figure. */
export interface Driver {
  readonly name: string;
  /** Whether every connection gets a conversation's messages in the order of their numbers. Where not, only loss and repeats are faults. */
  readonly ordered: boolean;
  start(shape: Shape): Promise<void>;
  connect(user: number, receiver: Receiver, localAddress?: string): Promise<Connection>;
  /** The same user over the stock `socket.io-client`, listening only: the witness that the wire is unmodified. */
  connectStock(user: number, receiver: Receiver): Promise<Connection>;
  /** Starts the server anew on the same data, with the same users and conversations. */
  restart(): Promise<void>;
  /** The server's processes, for CPU and memory. PostgreSQL is counted apart. */
  pids(): number[];
  /** What is wrong with what was stored since `start`; empty when messages = entries = outbox rows written and no number is missing. */
  faults(): Promise<string[]>;
  stop(): Promise<void>;
}

const BODY_BYTES = 200;
const NOTICE_BYTES = 60;
const MARK_DIGITS = 8;
const PADDING = 'x'.repeat(BODY_BYTES - MARK_DIGITS - 1);
export const MARK = 0x23;

/** A 200-byte text that carries the message's number. */
export const bodyOf = (id: number): string => `#${String(id).padStart(MARK_DIGITS, '0')}${PADDING}`;

/** With this text a bare server's packet is as long as that of a typing notice, which names a conversation and no more. */
export const noticeOf = (id: number): string => bodyOf(id).slice(0, NOTICE_BYTES);

/** The number behind the first mark of [start, end), or -1. */
export function idIn(buffer: Buffer, start: number, end: number): number {
  const mark = buffer.indexOf(MARK, start);
  if (mark < 0 || mark + MARK_DIGITS >= end) return -1;
  let id = 0;
  for (let i = mark + 1; i <= mark + MARK_DIGITS; i++) id = id * 10 + buffer[i]! - 0x30;
  return id;
}

/** The number in a body made by `bodyOf`, or -1. */
export const idOf = (body: string | null): number =>
  body?.startsWith('#') ? Number(body.slice(1, 1 + MARK_DIGITS)) : -1;

const SEQ_KEY = Buffer.from('"seq":');

/** Reads `"seq":<number>` near `hint`, where the last packet of the same form had it; searches when it moved. 0 when there is none. */
export class SeqReader {
  private offset = 0;

  read(buffer: Buffer, start: number, end: number): number {
    let at = start + this.offset;
    if (!this.keyAt(buffer, at, end)) {
      at = buffer.indexOf(SEQ_KEY, start);
      if (at < 0 || at >= end) return 0;
      this.offset = at - start;
    }
    let seq = 0;
    for (let i = at + SEQ_KEY.length; i < end && buffer[i]! >= 0x30 && buffer[i]! <= 0x39; i++)
      seq = seq * 10 + buffer[i]! - 0x30;
    return seq;
  }

  private keyAt(buffer: Buffer, at: number, end: number): boolean {
    return (
      at + SEQ_KEY.length < end &&
      buffer[at] === 0x22 &&
      buffer[at + 1] === 0x73 &&
      buffer[at + 3] === 0x71 &&
      buffer[at + 4] === 0x22
    );
  }
}

/** True when the packet's array begins with the given `["name",`. */
export function startsWith(buffer: Buffer, start: number, name: Buffer): boolean {
  for (let i = 0; i < name.length; i++) if (buffer[start + i] !== name[i]) return false;
  return true;
}

export const pairs = (users: number): Shape => ({
  users,
  direct: true,
  conversations: Array.from({ length: users >> 1 }, (_, i) => [2 * i, 2 * i + 1]),
});

export const rooms = (count: number, size: number): Shape => ({
  users: count * size,
  direct: false,
  conversations: Array.from({ length: count }, (_, r) => Array.from({ length: size }, (_, i) => r + i * count)),
});

/** The conversation of each user. */
export function conversationOf(shape: Shape): Int32Array {
  const of = new Int32Array(shape.users).fill(-1);
  shape.conversations.forEach((members, c) => members.forEach((user) => (of[user] = c)));
  return of;
}
