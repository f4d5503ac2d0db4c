import type { Step } from './plan.js';

/** Answers when this share of the log, from 0 to below 1, may be lived. */
export type Gate = (share: number) => Promise<void>;

/** When each step is due: at its minute of the log, the lines of one minute spread evenly over it. */
export class Pace {
  private readonly dueMs: number[] = [];
  private began = performance.now();

  constructor(
    private readonly steps: readonly Step[],
    private readonly speed: number,
    private readonly gate: Gate = () => Promise.resolve(),
  ) {
    if (speed === Infinity) return;
    let start = 0;
    while (start < steps.length) {
      let end = start + 1;
      while (end < steps.length && minuteAt(steps, end) === minuteAt(steps, start)) end += 1;
      const from = this.dueMs.length > 0 ? elapsed(minuteAt(steps, start), minuteAt(steps, 0)) : 0;
      for (let i = start; i < end; i += 1) this.dueMs.push((from + ((i - start) / (end - start)) * 60_000) / speed);
      start = end;
    }
  }

  async until(index: number): Promise<void> {
    const wait = this.speed === Infinity ? 0 : this.began + this.dueMs[index]! - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const held = performance.now();
    await this.gate(index / this.steps.length);
    // What was held back is not made up for in one burst.
    this.began += performance.now() - held;
  }
}

/** The speed at which the steps take `seconds` altogether. */
export function speedFor(steps: readonly Step[], seconds: number): number {
  if (steps.length === 0) return Infinity;
  // The last minute of the log takes its minute too.
  return (elapsed(minuteAt(steps, steps.length - 1), minuteAt(steps, 0)) / 1000 + 60) / seconds;
}

/** A log may run past midnight. */
function elapsed(minute: number, first: number): number {
  return ((minute - first + 24 * 60) % (24 * 60)) * 60_000;
}

/** A join has no time of its own: it happens with the next line that has one. */
function minuteAt(steps: readonly Step[], index: number): number {
  for (let i = index; i < steps.length; i += 1) {
    const step = steps[i]!;
    if (step.kind === 'say') return step.minute;
  }
  const last = steps.findLast((step) => step.kind === 'say');
  return last?.kind === 'say' ? last.minute : 0;
}
