const GATHER_MS = 250;
/** Where much is deleted, every device of a conversation would ask all the time. */
const APART_MS = 2_000;

/** Has the server count what cannot be known here; what is asked for within a moment is asked for together. */
export class Recounts {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private countedAt = -Infinity;
  private over = false;

  /** `count` answers whether a doubt is left. */
  constructor(private readonly count: () => Promise<boolean>) {}

  ask(): void {
    if (this.over) return;
    const wait = Math.max(GATHER_MS, this.countedAt + APART_MS - Date.now());
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.countedAt = Date.now();
      // The figures are wrong until there is an answer, and nothing else need come that asks for one.
      this.countNow().catch(() => this.ask());
    }, wait);
  }

  stop(): void {
    this.over = true;
    clearTimeout(this.timer ?? undefined);
  }

  /** Once more where a pointer moved meanwhile. */
  private async countNow(): Promise<void> {
    if (await this.count()) await this.count();
  }
}
