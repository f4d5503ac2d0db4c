import { Messages } from './postgres-messages.js';
import type { Tap } from './link.js';

const SYNC = 'S';
const READY_FOR_QUERY = 'Z';

/** When a connection to Postgres loses the answer to something that was committed. */
export interface LostAnswer {
  /** Whether the answer to this statement shall be lost; asked once per execution. */
  loses: (sql: string) => boolean;
  /** Told of every answer that was. */
  lost?: () => void;
}

/** Follows one connection to Postgres. The answer of a chosen statement is awaited, so that it is committed, and then lost. */
export class PostgresTap implements Tap {
  private readonly sent = new Messages('frontend');
  private readonly answers = new Messages('backend');
  /** Texts of the prepared statements of this connection. */
  private readonly prepared = new Map<string, string>();
  private chosen = false;
  private awaiting = false;

  constructor(private readonly answer: LostAnswer) {}

  up(chunk: Buffer): boolean {
    for (const { type, body } of this.sent.read(chunk)) this.follow(type, body);
    return true;
  }

  down(chunk: Buffer, cut: () => void): boolean {
    const messages = this.answers.read(chunk);
    if (!this.awaiting) return true;
    if (messages.some(({ type }) => type === READY_FOR_QUERY)) {
      this.answer.lost?.();
      cut();
    }
    return false;
  }

  private follow(type: string, body: Buffer): void {
    if (type === 'Q') this.awaiting ||= this.answer.loses(text(body, 0));
    else if (type === 'P') this.prepared.set(text(body, 0), text(body, body.indexOf(0) + 1));
    else if (type === 'B') this.chosen ||= this.answer.loses(this.prepared.get(text(body, body.indexOf(0) + 1)) ?? '');
    // A statement of the extended protocol commits at the Sync that follows it.
    else if (type === SYNC) this.awaiting ||= this.chosen;
  }
}

/** The zero-terminated string at `from`. */
const text = (body: Buffer, from: number): string => body.toString('utf8', from, body.indexOf(0, from));
