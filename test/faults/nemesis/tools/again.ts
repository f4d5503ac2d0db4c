/**
 * Something that is done again and again, one turn after the other, and counted: each turn answers how much it did, or found. One that
 * fails did nothing; what it is done to may be down.
 */
export class Again {
  /** The sum of all turns. */
  count = 0;
  private turning: Promise<void> | null = null;
  private readonly timer: NodeJS.Timeout;

  constructor(
    everyMs: number,
    private readonly turn: () => number | Promise<number>,
  ) {
    this.begin();
    this.timer = setInterval(() => this.begin(), everyMs);
  }

  /** The turn that is under way is over. */
  async turned(): Promise<void> {
    await this.turning;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.turning;
  }

  private begin(): void {
    this.turning ??= this.once().finally(() => (this.turning = null));
  }

  private async once(): Promise<void> {
    try {
      this.count += await this.turn();
    } catch {
      // The next turn may do better.
    }
  }
}
