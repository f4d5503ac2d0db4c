/** A wait that can be cut short. */
export class Alarm {
  private wake: (() => void) | null = null;
  private rung = false;

  ring(): void {
    this.rung = true;
    this.wake?.();
  }

  /** Settles when it rings, or after `ms`. */
  within(ms: number): Promise<void> {
    if (this.rung) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
