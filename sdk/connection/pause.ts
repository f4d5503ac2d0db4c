/** A wait that can be ended early. One at a time. */
export class Pause {
  private wake: (() => void) | null = null;

  async for(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = null;
  }

  end(): void {
    this.wake?.();
  }
}
