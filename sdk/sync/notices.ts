import type { ServerEvents } from '../../src/contract/index.js';

/** All sockets of a node hear of a loss in the same moment; they do not all ask in the same moment. */
const SPREAD_MS = 5_000;

/**
 * Presence and receipts are told once and stand in no log: what is lost on the way to a socket stays lost. The server counts
 * how often that may have been and says it with the heads; where it grew, everything is asked for again.
 */
export class Notices {
  private missed = 0;
  private owed = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `askAgain` rejects where there is no answer: the next heads have it called once more. */
  constructor(
    private readonly askAgain: () => Promise<void>,
    private readonly random: () => number = Math.random,
  ) {}

  /** A server of an earlier version does not count. */
  heads({ missed = 0 }: Partial<ServerEvents['heads']>): void {
    if (missed > this.missed) this.owed = true;
    this.missed = missed;
    if (this.owed) this.timer ??= setTimeout(() => void this.ask(), this.random() * SPREAD_MS);
  }

  /** Without a socket: the next one's count begins anew, and whoever has a new socket asks for everything anyway. */
  reset(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.missed = 0;
    this.owed = false;
  }

  private async ask(): Promise<void> {
    this.timer = undefined;
    this.owed = false;
    await this.askAgain().catch(() => (this.owed = true));
  }
}
