/**
 * What has changed with so many frames in a row is told at this pace from then on, until it rests: faster than anybody reads,
 * and between two renders the page is free for what is typed (measured at 500 messages a second: a key is painted after 32 ms
 * instead of 96, the median).
 */
export const IN_A_ROW = 5;
export const PACE_MS = 50;

/** When the next change of something may be rendered. Times in milliseconds, of any one clock. */
export class Pace {
  private last = -Infinity;
  private row = 0;

  /** It is rendered now. */
  rendered(now: number): void {
    this.row = now - this.last < 2 * PACE_MS ? this.row + 1 : 0;
    this.last = now;
  }

  /** How long a change that comes now has to wait; 0: until the next frame. */
  wait(now: number): number {
    return this.row < IN_A_ROW ? 0 : Math.max(0, this.last + PACE_MS - now);
  }
}
