const GATHER_MS = 250;

/** Has the server count what cannot be known here; what is asked for within a moment is asked for together. */
export class Recounts {
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly count: () => Promise<void>) {}

  ask(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      // Without an answer now, the next resume brings the counts.
      this.count().catch(() => undefined);
    }, GATHER_MS);
  }

  stop(): void {
    clearTimeout(this.timer ?? undefined);
  }
}
