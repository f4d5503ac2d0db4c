import { setTimeout as delay } from 'node:timers/promises';
import type { Workload } from '../workloads/workload.js';
import type { Random } from './random.js';

export interface LoadOptions {
  workloads: readonly Workload[];
  random: Random;
  /** Steps a second. */
  rate: number;
  /** Most steps under way; while a part is down they wait for it, and beyond this the next ones wait for them. */
  most: number;
}

/** Begins steps of the workloads, at random moments and by weight, until it is stopped. */
export class Load {
  private readonly running = new Set<Promise<void>>();
  private over = false;
  private loop: Promise<void> | undefined;
  steps = 0;

  constructor(private readonly options: LoadOptions) {}

  start(): void {
    this.loop = this.run();
  }

  /** Goes on until everything was seen that can be seen only while no fault is on. */
  async calm(): Promise<void> {
    await Promise.all(this.options.workloads.map(async (workload) => workload.calm?.()));
  }

  /** Begins nothing more, and waits for what is under way, but not for ever. Answers how many steps have not ended. */
  async stop(withinMs: number): Promise<number> {
    this.over = true;
    const late = new AbortController();
    const ended = Promise.all([this.loop, ...this.running]).finally(() => late.abort());
    await Promise.race([ended, delay(withinMs, undefined, { signal: late.signal }).catch(() => undefined)]);
    return this.running.size;
  }

  private async run(): Promise<void> {
    const { random, rate, most, workloads } = this.options;
    let next = performance.now();
    while (!this.over) {
      next += random.gap(1000 / rate);
      // What a stall of this process held up is left out, not made up for at once.
      next = Math.max(next, performance.now() - 250);
      await delay(Math.max(0, next - performance.now()));
      if (this.running.size >= most) await Promise.race(this.running);
      if (this.over) return;
      this.begin(random.weighted(workloads));
    }
  }

  private begin(workload: Workload): void {
    this.steps += 1;
    const step: Promise<void> = workload.step().finally(() => this.running.delete(step));
    this.running.add(step);
  }
}
