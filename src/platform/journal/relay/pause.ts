/** A wait that a signal can end. A signal given while nobody waits ends the next wait at once, so none is missed. */
export class Pause {
  private signalled = false;
  private finish: (() => void) | undefined;

  end(): void {
    this.signalled = true;
    this.finish?.();
  }

  /** Until the signal, at most `ms`. Takes the signal. */
  async wait(ms: number): Promise<void> {
    if (!this.signalled) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.finish = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.finish = undefined;
    }
    this.signalled = false;
  }

  /** The whole time; a signal given meanwhile is kept for the next `wait`. */
  async sleep(ms: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}
