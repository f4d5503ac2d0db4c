import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { PlatformError } from '../errors/problem.js';

const BEAT_MS = 250;
/** Half of what clients wait for an answer before they ask another node. */
const LONGEST_MS = 5_000;
/** Not all that lay in the sockets is read in the first turn. */
const AFTER_MS = 3_000;

/**
 * A process that was frozen (a paused virtual machine, SIGSTOP, a debugger) wakes with requests in its sockets that their
 * senders have given up and repeated elsewhere. What they were told there can be a refusal that would not be given any more: who
 * did what was asked now would do what somebody was told is not done.
 */
@Injectable()
export class Standstill implements OnApplicationBootstrap, OnApplicationShutdown {
  private beatAt = Infinity;
  private until = -Infinity;
  private timer: NodeJS.Timeout | undefined;

  onApplicationBootstrap(): void {
    this.beatAt = performance.now();
    this.timer = setInterval(() => this.beat(), BEAT_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.beatAt = Infinity;
  }

  /** Nobody knows when what is read now was sent. @throws PlatformError retryable; nothing was stored. */
  refuseStale(): void {
    const now = performance.now();
    if (now < this.until || now - this.beatAt > LONGEST_MS)
      throw new PlatformError('platform.unavailable', 'This node stood still; ask again', undefined, 1_000);
  }

  private beat(): void {
    const now = performance.now();
    if (now - this.beatAt > LONGEST_MS) this.until = now + AFTER_MS;
    this.beatAt = now;
  }
}
