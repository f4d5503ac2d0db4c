import { Backoff } from '../connection/backoff.js';
import { ParleyError } from '../errors.js';

const GATHER_MS = 250;
/** Where much is deleted, every device of a conversation would ask all the time. */
const APART_MS = 2_000;
/** The same while there is no answer; what is asked for anew waits as long. */
const LONGEST_MS = 10_000;

/** Has the server count what cannot be known here; what is asked for within a moment is asked for together. */
export class Recounts {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private countedAt = -Infinity;
  private over = false;
  private readonly backoff = new Backoff(APART_MS, LONGEST_MS);

  /** `count` answers whether a doubt is left. */
  constructor(private readonly count: () => Promise<boolean>) {}

  ask(apartMs = APART_MS): void {
    if (this.over) return;
    const wait = Math.max(GATHER_MS, this.countedAt + apartMs - Date.now());
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.countedAt = Date.now();
      this.countNow().then(
        () => this.backoff.reset(),
        (error: unknown) => this.unanswered(error),
      );
    }, wait);
  }

  stop(): void {
    this.over = true;
    clearTimeout(this.timer ?? undefined);
  }

  /** The figures are wrong until there is an answer, and nothing else need come that asks for one. */
  private unanswered(error: unknown): void {
    if (!(error instanceof ParleyError) || !error.retryable) return;
    this.ask(Math.max(APART_MS, this.backoff.next()));
  }

  /** Once more where a pointer moved meanwhile. */
  private async countNow(): Promise<void> {
    if (await this.count()) await this.count();
  }
}
