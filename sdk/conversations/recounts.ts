import { Backoff } from '../connection/backoff.js';
import { mayPass, waitAfter } from '../refusal.js';

const GATHER_MS = 250;
/** Where much is deleted, every device of a conversation would ask all the time. */
const APART_MS = 2_000;
/** The same while there is no answer; what is asked for anew waits as long. */
const LONGEST_MS = 10_000;

/** Has the server count what cannot be known here; what is asked for within a moment is asked for together. */
export class Recounts {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private notBefore = 0;
  private over = false;
  private readonly backoff = new Backoff(APART_MS, LONGEST_MS);

  /** `count` answers whether a doubt is left. */
  constructor(private readonly count: () => Promise<boolean>) {}

  ask(): void {
    if (this.over) return;
    this.timer ??= setTimeout(() => this.due(), Math.max(GATHER_MS, this.notBefore - Date.now()));
  }

  stop(): void {
    this.over = true;
    clearTimeout(this.timer ?? undefined);
  }

  private due(): void {
    this.timer = null;
    // Asked for while the answer was awaited that says to wait.
    if (Date.now() < this.notBefore) return this.ask();
    this.notBefore = Date.now() + APART_MS;
    this.countNow().then(
      () => this.backoff.reset(),
      (error: unknown) => this.unanswered(error),
    );
  }

  /** The figures are wrong until there is an answer, and nothing else need come that asks for one. */
  private unanswered(error: unknown): void {
    if (!mayPass(error)) return;
    this.notBefore = Date.now() + Math.max(APART_MS, waitAfter(error, this.backoff));
    this.ask();
  }

  /** Once more where a pointer moved meanwhile. */
  private async countNow(): Promise<void> {
    if (await this.count()) await this.count();
  }
}
