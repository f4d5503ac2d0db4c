import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

const LIMIT_MS = 200;
const WINDOW_MS = 1_000;
const WINDOWS = 5;

/** A node whose event loop was late by more than 200 ms in each of five consecutive seconds is not ready for more work. */
@Injectable()
export class EventLoopMonitor implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly delay: IntervalHistogram = monitorEventLoopDelay({ resolution: 20 });
  private timer: NodeJS.Timeout | undefined;
  private late = 0;

  onApplicationBootstrap(): void {
    this.delay.enable();
    this.timer = setInterval(() => {
      this.late = this.delay.percentile(99) / 1e6 > LIMIT_MS ? this.late + 1 : 0;
      this.delay.reset();
    }, WINDOW_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.delay.disable();
  }

  get healthy(): boolean {
    return this.late < WINDOWS;
  }
}
